import { stack } from '../bars';
import type { ResultLayer, RunData } from '../data';
import { h, section } from '../dom';
import { groupColour } from '../palette';
import { SortableTable, type Column } from '../sortable';
import { bytes, joules, number, percent, scaled, seconds, whole } from '../units';

interface Row {
  at: number;
  layer: ResultLayer;
  ops: number;
  dram: number;
}

/** All layers with their figures; others parts of the page lead to rows of it. */
export function layerTable(data: RunData): { element: HTMLElement | null; show: (layer: number) => void } {
  const run = data.result;
  if (run.layers.length === 0) {
    return { element: null, show: () => undefined };
  }

  const rows = run.layers.map((layer, at): Row => ({ at, layer, ops: data.more[at]!.opsPerSecond, dram: data.more[at]!.dramBytesPerSecond }));
  const longest = Math.max(...run.layers.map((layer) => layer.seconds), 1e-15);
  const bar = (part: number, colour: string): HTMLElement => h('span', { class: 'bar' }, h('i', { style: `width:${(100 * part).toFixed(2)}%;background:${colour}` }));
  const columns: Column<Row>[] = [
    { name: '#', by: (row) => row.at, cell: (row) => `${row.at + 1}`, numeric: true },
    { name: 'layer', by: (row) => row.layer.name, cell: (row) => h('span', { class: 'name', title: row.layer.name }, h('bdi', {}, row.layer.name)) },
    { name: 'operator', by: (row) => row.layer.op, cell: (row) => h('span', { class: 'op', title: row.layer.op }, brief(row.layer.op)) },
    { name: 'time', by: (row) => row.layer.seconds, cell: (row) => h('span', {}, bar(row.layer.seconds / longest, groupColour(row.layer.bound)), figure(seconds(row.layer.seconds))), numeric: true },
    { name: 'bound by', by: (row) => row.layer.bound, cell: (row) => h('span', { class: 'dot' }, h('i', { style: `background:${groupColour(row.layer.bound)}` }), row.layer.bound) },
    { name: 'cycles', by: (row) => row.layer.cycles, cell: (row) => whole(row.layer.cycles), numeric: true },
    { name: 'share', by: (row) => row.layer.seconds, cell: (row) => percent(row.layer.seconds / (run.deviceSeconds || 1)), numeric: true },
    { name: 'TOP/s', by: (row) => row.ops, cell: (row) => rate(row.ops, run.peakOpsPerSecond, bar), numeric: true },
    { name: 'GB/s', by: (row) => row.dram, cell: (row) => rate(row.dram, run.dramPeakBytesPerSecond, bar, 1e9), numeric: true },
    ...(run.energyJoules === null ? [] : [{ name: 'energy', by: (row: Row) => row.layer.energyJoules ?? 0, cell: (row: Row) => joules(row.layer.energyJoules ?? 0), numeric: true }]),
  ];
  const table = new SortableTable(rows, columns, (row) => `layer-${row.at + 1}`, (row) => `${row.layer.name} ${row.layer.op} ${row.layer.bound} ${row.layer.schedule}`, (row) => details(data, row));
  return {
    element: section('layers', 'Layers', 'Heads sort, the field searches names, operators, causes and schedules, the arrow opens what a layer waited for.', table.element),
    show: (layer) => table.reveal(rows[layer]!),
  };
}

function rate(value: number, peak: number, bar: (part: number, colour: string) => HTMLElement, unit = 1e12): HTMLElement {
  return h('span', { title: peak > 0 ? `${percent(value / peak)} of peak` : '' }, peak > 0 ? bar(Math.min(1, value / peak), 'var(--accent)') : null, figure(number(value / unit)));
}

/** Figures of the same width, so that bars beside them stand in line. */
function figure(text: string): HTMLElement {
  return h('span', { class: 'figure' }, text);
}

/** Fused operators by their usual short names. */
export function brief(operator: string): string {
  return operator.replaceAll('BatchNormalization', 'BN').replaceAll('LayerNormalization', 'LayerNorm').replaceAll('GlobalAveragePool', 'GlobalAvgPool');
}

function details(data: RunData, { at, layer }: Row): HTMLElement {
  const more = data.more[at]!;
  const facts: [string, string][] = [
    ['starts at', seconds(more.startSeconds)], ['multiply-adds', scaled(layer.macs, 'MAC')], ['DRAM traffic', `${bytes(layer.bytes)}, at least ${bytes(more.leastBytes)}`],
    ...data.memories.slice(1).map((memory, i): [string, string] => [`${memory.name} traffic`, bytes(more.traffic[i + 1]!)]),
    ['kernels', `${layer.launches} \u00d7 ${layer.kernelType}, ${whole(layer.tasks)} tasks`], ...(layer.schedule ? [['schedule', layer.schedule] as [string, string]] : []),
  ];
  return h('div', { class: 'detail' },
    h('dl', {}, facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    stack(Object.entries(layer.causes).map(([cause, part]) => {
      const group = data.causeGroups[cause] ?? 'other';
      return { name: cause, group, colour: groupColour(group), part, amount: seconds(part * layer.seconds) };
    }), `Time of ${layer.name} by group of causes`));
}
