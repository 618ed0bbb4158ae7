import type { StudyData, StudyRow } from '../data';
import { h, section } from '../dom';
import { SortableTable, type Column } from '../sortable';
import { figure, label, metricText, varied } from './points';

/** Every point of the study with its configuration: where the pictures lead to. */
export function pointTable(data: StudyData): { element: HTMLElement; show: (point: number) => void } {
  const rows = data.rows.map((row, at) => ({ row, at }));
  type Line = (typeof rows)[number];
  const columns: Column<Line>[] = [
    { name: '#', by: (line) => line.at, cell: (line) => h('a', { href: `#point-${line.at + 1}` }, `${line.at + 1}`), numeric: true },
    ...varied(data).map((dimension): Column<Line> => ({ name: data.dimensions[dimension]!.name, by: (line) => line.row.at[dimension]!, cell: (line) => label(data, line.row, dimension) })),
    ...data.shown.map((metric): Column<Line> => ({ name: data.metrics[metric]!.name, by: (line) => line.row.values[metric] ?? Infinity, cell: (line) => figure(data, metric, line.row.values[metric]), numeric: true })),
    { name: 'note', by: (line) => line.row.error ?? line.row.note, cell: (line) => h('span', { class: line.row.error ? 'bad' : '', title: line.row.error ?? '' }, line.row.error ? 'failed' : line.row.note) },
  ];
  const table = new SortableTable(rows, columns, (line) => `point-${line.at + 1}`, (line) => text(data, line.row), (line) => details(data, line.row));
  const show = (point: number): void => table.reveal(rows[point]!);
  const follow = (): void => {
    const point = /^#point-(\d+)$/.exec(location.hash);
    if (point && rows[Number(point[1]) - 1]) {
      show(Number(point[1]) - 1);
    }
  };
  window.addEventListener('hashchange', follow);
  requestAnimationFrame(follow);
  return {
    element: section('points', 'Points', 'Heads sort, the field searches the values of a configuration, the arrow opens the whole configuration and all figures. A number is a link to its point.', table.element),
    show: (point) => {
      history.replaceState(null, '', `#point-${point + 1}`);
      show(point);
    },
  };
}

function text(data: StudyData, row: StudyRow): string {
  return data.dimensions.map((dimension, i) => `${dimension.name}=${label(data, row, i)}`).join(' ') + ` ${row.error ?? ''} ${row.note}`;
}

function details(data: StudyData, row: StudyRow): HTMLElement {
  const list = (facts: [string, string][]): HTMLElement => h('dl', {}, facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
  const configuration = data.dimensions.map((dimension, i): [string, string] => [dimension.name, label(data, row, i)]);
  const figures = data.metrics.map((metric, i): [string, string] => [metric.name, metricText(data, row, i)]).filter((_, i) => row.values[i] !== null);
  return h('div', { class: 'detail' }, list(configuration), row.error ? h('p', { class: 'notice bad' }, row.error) : list(figures));
}
