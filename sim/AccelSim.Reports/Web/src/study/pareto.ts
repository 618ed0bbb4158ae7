import { axis, legend, Picture, tooltip } from '../charts';
import type { StudyData } from '../data';
import { h, section, tip } from '../dom';
import { series as colourOf } from '../palette';
import { term } from '../terms';
import { chooser } from './chooser';
import { configuration, figure, figureTick, moreIsBetter, paretoFront, varied } from './points';

/** Two figures against each other, and the points that no other beats in both. */
export function pareto(data: StudyData, show: (point: number) => void): HTMLElement | null {
  const named = (name: string): number => data.metrics.findIndex((metric) => metric.name === name);
  if (data.metrics.length < 2 || data.rows.length === 0) {
    return null;
  }

  const first = named('seconds') >= 0 ? named('seconds') : data.shown[0] ?? 0;
  const second = ['energyJoules', 'areaMm2', 'averageWatts'].map(named).find((i) => i >= 0) ?? data.shown[1] ?? 1;
  let [x, y] = [first, second];
  let by = varied(data)[0] ?? -1;
  const points = (): { at: number; x: number; y: number }[] => data.rows.flatMap((row, at) => {
    const [a, b] = [row.values[x], row.values[y]];
    return a === null || a === undefined || b === null || b === undefined ? [] : [{ at, x: a, y: b }];
  });
  const better = (metric: number): string => (moreIsBetter(data.metrics[metric]!.name) ? 'more' : 'less');
  const picture = new Picture('Two figures against each other, with the Pareto front', 400, (colours) => {
    const all = points();
    const front = paretoFront(all, moreIsBetter(data.metrics[x]!.name), moreIsBetter(data.metrics[y]!.name));
    const groups = by < 0 ? [''] : data.dimensions[by]!.labels;
    return {
      grid: { left: 76, right: 18, top: 34, bottom: 48 },
      legend: legend(colours),
      tooltip: {
        ...tooltip(colours), trigger: 'item',
        formatter: ({ data: point }: { data: { at: number } }) => {
          const row = data.rows[point.at]!;
          return tip(`point ${point.at + 1}`, [...configuration(data, row), ...[x, y].map((metric): [string, string] => [data.metrics[metric]!.name, figure(data, metric, row.values[metric])])]);
        },
      },
      xAxis: axis(colours, { type: 'value', scale: true, name: `${data.metrics[x]!.name} (${better(x)} is better)`, nameLocation: 'middle', nameGap: 28, axisLabel: { color: colours.muted, fontSize: 11, hideOverlap: true, formatter: (value: number) => figureTick(data, x, value) } }),
      yAxis: axis(colours, { type: 'value', scale: true, axisLabel: { color: colours.muted, fontSize: 11, formatter: (value: number) => figureTick(data, y, value) } }),
      series: [
        { name: 'Pareto front', type: 'line', step: false, symbol: 'circle', symbolSize: 15, lineStyle: { color: colours.muted, type: 'dashed', width: 1.5 }, itemStyle: { color: 'transparent', borderColor: colours.text, borderWidth: 1.5 }, data: front.map((point) => ({ value: [point.x, point.y], at: point.at })) },
        ...groups.map((name, i) => ({
          name: by < 0 ? '' : `${data.dimensions[by]!.name} ${name}`, type: 'scatter', symbolSize: 9, itemStyle: { color: colourOf[i % colourOf.length], opacity: 0.85 },
          data: all.filter((point) => by < 0 || data.rows[point.at]!.at[by] === i).map((point) => ({ value: [point.x, point.y], at: point.at })),
        })),
      ],
    };
  }, (chart) => chart.on('click', (event) => show((event.data as { at: number }).at)));
  const metrics = data.metrics.map((item, i) => ({ text: item.name, value: i }));
  const tools = h('div', { class: 'tools' },
    chooser('across', metrics, x, (value) => { x = value; picture.draw(); }), chooser('up', metrics, y, (value) => { y = value; picture.draw(); }),
    chooser('colours', [{ text: 'nothing', value: -1 }, ...varied(data).map((i) => ({ text: data.dimensions[i]!.name, value: i }))], by, (value) => { by = value; picture.draw(); }));
  return section('pareto', 'Pareto', ['Two figures against each other. Ringed points are the ', term('Pareto front'), '. A click leads to the configuration of a point.'], tools, picture.element);
}
