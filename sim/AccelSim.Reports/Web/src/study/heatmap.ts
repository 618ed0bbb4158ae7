import { axis, Picture, tooltip } from '../charts';
import type { StudyData } from '../data';
import { h, section, tip } from '../dom';
import { chooser } from './chooser';
import { figure, mean, varied } from './points';

/** A figure over two dimensions. */
export function heatmap(data: StudyData, show: (point: number) => void): HTMLElement | null {
  const dimensions = varied(data);
  if (data.shown.length === 0 || dimensions.length < 2) {
    return null;
  }

  let metric = data.shown[0]!;
  let [down, across] = [dimensions[0]!, dimensions[1]!];
  const cells = (): { value: [number, number, number]; points: number[] }[] => data.dimensions[down]!.labels.flatMap((_, y) => data.dimensions[across]!.labels.flatMap((__, x) => {
    const points = data.rows.map((___, i) => i).filter((i) => data.rows[i]!.at[down] === y && data.rows[i]!.at[across] === x);
    const value = mean(points.map((i) => data.rows[i]!), metric);
    return value === null ? [] : [{ value: [x, y, value] as [number, number, number], points }];
  }));
  const picture = new Picture('A figure over two dimensions of the study', () => Math.min(560, 130 + 34 * data.dimensions[down]!.labels.length), (colours, width) => {
    const drawn = cells();
    const values = drawn.map((cell) => cell.value[2]);
    const roomy = width / data.dimensions[across]!.labels.length > 60;
    return {
      grid: { left: width < 600 ? 84 : 120, right: 16, top: 8, bottom: 88 },
      tooltip: {
        ...tooltip(colours),
        formatter: ({ data: cell }: { data: { value: [number, number, number]; points: number[] } }) => tip(cell.points.length === 1 ? `point ${cell.points[0]! + 1}` : `mean of ${cell.points.length} points`, [
          [data.dimensions[down]!.name, data.dimensions[down]!.labels[cell.value[1]]!], [data.dimensions[across]!.name, data.dimensions[across]!.labels[cell.value[0]]!], [data.metrics[metric]!.name, figure(data, metric, cell.value[2])],
        ]),
      },
      xAxis: axis(colours, { type: 'category', data: data.dimensions[across]!.labels, name: data.dimensions[across]!.name, nameLocation: 'middle', nameGap: 26, splitLine: { show: false } }),
      yAxis: axis(colours, { type: 'category', data: data.dimensions[down]!.labels, splitLine: { show: false }, axisLabel: { color: colours.muted, fontSize: 11, width: width < 600 ? 72 : 108, overflow: 'truncate' } }),
      visualMap: {
        min: Math.min(...values), max: values.length > 1 && Math.max(...values) > Math.min(...values) ? Math.max(...values) : Math.min(...values) + 1, orient: 'horizontal', left: 'center', bottom: 4, itemHeight: 160, itemWidth: 12, calculable: false,
        textStyle: { color: colours.muted, fontSize: 11 }, formatter: (value: number) => figure(data, metric, value), inRange: { color: ['#2c7bb6', '#abd9e9', '#ffffbf', '#fdae61', '#d7191c'] }, text: [figure(data, metric, Math.max(...values)), figure(data, metric, Math.min(...values))],
      },
      series: [{ type: 'heatmap', data: drawn, itemStyle: { borderWidth: 1, borderColor: colours.card }, label: { show: roomy, color: '#1f2328', textBorderColor: '#fff', textBorderWidth: 2.5, fontSize: 11, formatter: ({ data: cell }: { data: { value: [number, number, number] } }) => figure(data, metric, cell.value[2]) } }],
    };
  }, (chart) => chart.on('click', (event) => show((event.data as { points: number[] }).points[0]!)));
  const offered = dimensions.map((i) => ({ text: data.dimensions[i]!.name, value: i }));
  const tools = h('div', { class: 'tools' },
    chooser('figure', data.metrics.map((item, i) => ({ text: item.name, value: i })), metric, (value) => { metric = value; picture.draw(); }),
    chooser('down', offered, down, (value) => { down = value; picture.draw(); }),
    chooser('across', offered, across, (value) => { across = value; picture.draw(); }));
  return section('heatmap', 'Heat map', 'One figure over two dimensions; a cell is the mean of its points.', tools, picture.element);
}
