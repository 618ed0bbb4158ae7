import type { StudyData } from '../data';
import { h, section } from '../dom';
import { shell } from '../shell';
import { heatmap } from './heatmap';
import { lines } from './lines';
import { parallel } from './parallel';
import { pareto } from './pareto';
import { configuration, figure, moreIsBetter } from './points';
import { pointTable } from './table';
import { tornado } from './tornado';

/** The report of a study: its best points first, then the pictures, then all points. */
export function studyPage(data: StudyData): HTMLElement[] {
  document.title = data.name;
  const table = pointTable(data);
  const failed = data.rows.filter((row) => row.error !== null).length;
  const badges = [`${data.rows.length} points`, ...(failed > 0 ? [`${failed} failed`] : [])];
  const parts = [summary(data), lines(data, table.show), heatmap(data, table.show), pareto(data, table.show), tornado(data), parallel(data, table.show), table.element];
  return shell([h('b', {}, data.name)], badges, parts.filter((part) => part !== null));
}

/** For each figure that the study asks for, the point that is best in it. */
function summary(data: StudyData): HTMLElement {
  const tiles = data.shown.flatMap((metric) => {
    const { name, unit } = data.metrics[metric]!;
    const sign = moreIsBetter(name) ? -1 : 1;
    const best = data.rows.map((_, i) => i).filter((i) => data.rows[i]!.values[metric] !== null).sort((a, b) => sign * (data.rows[a]!.values[metric]! - data.rows[b]!.values[metric]!))[0];
    return best === undefined ? [] : [h('div', { class: 'tile' },
      h('div', { class: 'name' }, `${sign < 0 ? 'most' : 'least'} ${name}, ${unit}`), h('div', { class: 'value' }, figure(data, metric, data.rows[best]!.values[metric])),
      h('div', { class: 'note' }, h('a', { href: `#point-${best + 1}` }, `point ${best + 1}`), `: ${configuration(data, data.rows[best]!).map(([key, value]) => `${key} ${value}`).join(', ')}`))];
  });
  const same = data.dimensions.filter((dimension) => dimension.labels.length === 1).map((dimension) => `${dimension.name} ${dimension.labels[0]}`);
  return section('summary', 'Summary', data.question || `${data.rows.length} points.`, h('div', { class: 'tiles' }, tiles), same.length > 0 ? h('p', { class: 'verdict' }, `In all points: ${same.join(', ')}.`) : null);
}
