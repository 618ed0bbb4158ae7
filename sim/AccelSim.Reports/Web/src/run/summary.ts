import type { Result, RunData } from '../data';
import { h, section } from '../dom';
import { term } from '../terms';
import { bytes, joules, number, percent, scaled, seconds, whole } from '../units';
import { byGroup } from './groups';

interface Tile {
  name: string;
  value: string;
  note: string;
  /** Part of a peak. */
  fraction?: number;
}

/** What came out, before any picture. */
export function summary(data: RunData): HTMLElement {
  const run = data.result;
  const notices = [
    run.partial ? h('p', { class: 'notice bad' }, `Partial: ${run.partial}. All figures are of the part until then.`) : null,
    verdict(data),
    check(run),
    ...run.warnings.map((warning) => h('p', { class: 'notice' }, warning)),
    hostOperators(run),
  ];
  return section('summary', 'Summary', `${run.iterations > 1 ? `Mean of ${run.iterations} inferences; ` : ''}${run.layers.length} layers, ${scaled(run.macs, 'MAC')} per inference, core clock ${scaled(run.clockHz, 'Hz')}.`,
    h('div', { class: 'tiles' }, tiles(run).map(tile)), notices);
}

function tiles(run: Result): Tile[] {
  const kernels = run.deviceSeconds || 1;
  const dram = (run.dramReadBytes + run.dramWriteBytes) / kernels;
  const operations = (2 * run.macs) / kernels;
  const list: Tile[] = [
    { name: 'time per inference', value: seconds(run.seconds), note: `${whole(run.cycles)} cycles` },
    { name: 'throughput', value: `${number(run.itemsPerSecond)} items/s`, note: `${number(run.deviceItemsPerSecond)} items/s in kernels` },
    { name: 'in kernels', value: seconds(run.deviceSeconds), note: `${whole(run.deviceCycles)} cycles`, fraction: run.deviceSeconds / (run.seconds || 1) },
  ];
  if (run.macs > 0) {
    list.push({ name: 'arithmetic', value: scaled(operations, 'OP/s'), note: run.peakOpsPerSecond > 0 ? `of ${scaled(run.peakOpsPerSecond, 'OP/s')}` : 'peak not known', fraction: run.peakOpsPerSecond > 0 ? operations / run.peakOpsPerSecond : undefined });
  }

  list.push({ name: 'DRAM', value: `${bytes(dram)}/s`, note: `of ${bytes(run.dramPeakBytesPerSecond)}/s; ${bytes(run.dramReadBytes)} in, ${bytes(run.dramWriteBytes)} out`, fraction: run.dramPeakBytesPerSecond > 0 ? dram / run.dramPeakBytesPerSecond : undefined });
  list.push({ name: 'memory', value: bytes(run.peakDeviceBytes), note: `of ${bytes(run.deviceMemoryBytes)}`, fraction: run.deviceMemoryBytes > 0 ? run.peakDeviceBytes / run.deviceMemoryBytes : undefined });
  if (run.energyJoules !== null && run.averageWatts !== null) {
    list.push({ name: 'energy', value: joules(run.energyJoules), note: `${number(run.averageWatts)} W mean; ${joules(run.energyJoules / run.batch)} per item` });
  }

  if (run.simt) {
    list.push({ name: 'occupancy', value: percent(run.simt.achievedOccupancy), note: 'of warps resident', fraction: run.simt.achievedOccupancy });
    list.push({ name: 'issue slots', value: percent(run.simt.issueUtilisation), note: 'used', fraction: run.simt.issueUtilisation });
    list.push({ name: 'caches', value: `L2 ${percent(run.simt.l2HitRate)}`, note: `L1 ${percent(run.simt.l1HitRate)} hits`, fraction: run.simt.l2HitRate });
  }

  if (run.area) {
    list.push({ name: 'area', value: `${number(run.area.squareMillimetres)} mm\u00b2`, note: 'estimate' });
  }

  return list;
}

function tile({ name, value, note, fraction }: Tile): HTMLElement {
  return h('div', { class: 'tile' },
    h('div', { class: 'name' }, term(name)), h('div', { class: 'value' }, value),
    h('div', { class: 'note' }, fraction === undefined ? note : `${percent(fraction)}, ${note}`),
    fraction === undefined ? null : h('div', { class: 'meter' }, h('i', { style: `width:${(100 * Math.min(1, fraction)).toFixed(2)}%` })));
}

function verdict(data: RunData): HTMLElement | null {
  const groups = byGroup(data.result.causes, data.causeGroups);
  const [first, second] = groups;
  const slowest = [...data.result.layers].sort((a, b) => b.seconds - a.seconds)[0];
  return first && slowest
    ? h('p', { class: 'verdict' }, `Most of the time, ${percent(first.part)}, goes to ${first.group}${second ? `, then ${percent(second.part)} to ${second.group}` : ''}. The slowest layer is `, h('code', {}, slowest.name),
      ` with ${percent(slowest.seconds / (data.result.deviceSeconds || 1))} of the time in kernels, bound by ${slowest.bound}.`)
    : null;
}

function check(run: Result): HTMLElement | null {
  if (!run.check) {
    return null;
  }

  const failed = run.check.outputs.filter((output) => !output.passed).map((output) => output.name);
  return run.check.passed
    ? h('p', { class: 'notice good' }, `Checked: ${run.check.compared ? 'values equal those of the reference interpreter within tolerance' : 'values are finite'}, no race found.`)
    : h('p', { class: 'notice bad' }, `Check failed: ${[...failed.map((name) => `output ${name}`), ...run.check.races].join('; ')}.`);
}

function hostOperators(run: Result): HTMLElement | null {
  const list = run.hostOperators;
  return list.length === 0 ? null
    : h('p', { class: 'notice' }, `On the host, for want of a lowering: ${list.map((host) => `${host.name} (${host.op}) ${seconds(host.seconds)}, ${bytes(host.transferBytes)} moved`).join('; ')}.`);
}
