import { axis, legend, Picture, tooltip } from '../charts';
import type { StudyData } from '../data';
import { h, section, tip } from '../dom';
import { series as colourOf } from '../palette';
import { chooser } from './chooser';
import { configuration, figure, figureTick, mean, varied } from './points';

/** A figure over one dimension, a line for each value of another; where further dimensions vary, their mean. */
export function lines(data: StudyData, show: (point: number) => void): HTMLElement | null {
  const dimensions = varied(data);
  if (data.shown.length === 0 || dimensions.length === 0) {
    return null;
  }

  let metric = data.shown[0]!;
  let across = dimensions.reduce((most, i) => (data.dimensions[i]!.labels.length > data.dimensions[most]!.labels.length ? i : most));
  let by = dimensions.find((i) => i !== across) ?? -1;
  const met = (x: number, line: number): number[] => data.rows.map((_, i) => i).filter((i) => data.rows[i]!.at[across] === x && (by < 0 || data.rows[i]!.at[by] === line));
  const picture = new Picture('A figure over one dimension of the study', 360, (colours) => ({
    grid: { left: 70, right: 16, top: 34, bottom: 46 },
    legend: legend(colours),
    tooltip: {
      ...tooltip(colours), trigger: 'item',
      formatter: ({ seriesName, data: point }: { seriesName: string; data: { value: [number, number]; points: number[] } }) => {
        const first = data.rows[point.points[0]!]!;
        return point.points.length === 1
          ? tip(`point ${point.points[0]! + 1}`, [...configuration(data, first), [data.metrics[metric]!.name, figure(data, metric, point.value[1])]])
          : tip(`mean of ${point.points.length} points`, [[data.dimensions[across]!.name, data.dimensions[across]!.labels[point.value[0]]!], ...(by < 0 ? [] : [['line', seriesName] as [string, string]]), [data.metrics[metric]!.name, figure(data, metric, point.value[1])]]);
      },
    },
    xAxis: axis(colours, { type: 'category', data: data.dimensions[across]!.labels, name: data.dimensions[across]!.name, nameLocation: 'middle', nameGap: 26 }),
    yAxis: axis(colours, { type: 'value', scale: true, axisLabel: { color: colours.muted, fontSize: 11, formatter: (value: number) => figureTick(data, metric, value) } }),
    series: (by < 0 ? [''] : data.dimensions[by]!.labels).map((name, line) => ({
      name: by < 0 ? '' : `${data.dimensions[by]!.name} ${name}`, type: 'line', symbolSize: 9, lineStyle: { color: colourOf[line % colourOf.length] }, itemStyle: { color: colourOf[line % colourOf.length] },
      data: data.dimensions[across]!.labels.flatMap((_, x) => {
        const points = met(x, line);
        const value = mean(points.map((i) => data.rows[i]!), metric);
        return value === null ? [] : [{ value: [x, value], points }];
      }),
    })),
  }), (chart) => chart.on('click', (event) => show((event.data as { points: number[] }).points[0]!)));
  const offered = dimensions.map((i) => ({ text: data.dimensions[i]!.name, value: i }));
  const tools = h('div', { class: 'tools' },
    chooser('figure', data.metrics.map((item, i) => ({ text: item.name, value: i })), metric, (value) => { metric = value; picture.draw(); }),
    chooser('over', offered, across, (value) => { across = value; picture.draw(); }),
    chooser('a line for each', [{ text: 'nothing', value: -1 }, ...offered], by, (value) => { by = value; picture.draw(); }));
  return section('lines', 'Lines', 'One figure over one dimension. Where further dimensions vary a dot is the mean of its points; a click leads to the first of them.', tools, picture.element);
}
