import { Picture, tooltip } from '../charts';
import type { StudyData } from '../data';
import { h, section, tip } from '../dom';
import { chooser } from './chooser';
import { configuration, figure, figureTick, varied } from './points';

/** Every point as a line through all that varies and all figures that the study asks for. */
export function parallel(data: StudyData, show: (point: number) => void): HTMLElement | null {
  const dimensions = varied(data);
  const whole = data.rows.map((_, i) => i).filter((i) => data.shown.every((metric) => data.rows[i]!.values[metric] !== null));
  if (data.shown.length === 0 || whole.length < 2) {
    return null;
  }

  let colour = data.shown[0]!;
  const picture = new Picture('All points as lines through dimensions and figures', 420, (colours, width) => {
    const values = whole.map((i) => data.rows[i]!.values[colour]!);
    const look = { axisLine: { lineStyle: { color: colours.line } }, axisLabel: { color: colours.muted, fontSize: 10 }, nameTextStyle: { color: colours.text, fontSize: 11 }, nameGap: 14 };
    const cut = (name: string): string => (width < 700 && name.length > 12 ? `${name.slice(0, 11)}\u2026` : name);
    return {
      parallel: { left: 40, right: 60, top: 46, bottom: 62, parallelAxisDefault: look },
      parallelAxis: [
        ...dimensions.map((dimension, i) => ({ dim: i, name: cut(data.dimensions[dimension]!.name), type: 'category', data: data.dimensions[dimension]!.labels, ...look })),
        ...data.shown.map((metric, i) => ({ dim: dimensions.length + i, name: cut(data.metrics[metric]!.name), type: 'value', scale: true, ...look, axisLabel: { color: colours.muted, fontSize: 10, formatter: (value: number) => figureTick(data, metric, value) } })),
      ],
      tooltip: {
        ...tooltip(colours), trigger: 'item',
        formatter: ({ dataIndex }: { dataIndex: number }) => {
          const row = data.rows[whole[dataIndex]!]!;
          return tip(`point ${whole[dataIndex]! + 1}`, [...configuration(data, row), ...data.shown.map((metric): [string, string] => [data.metrics[metric]!.name, figure(data, metric, row.values[metric])])]);
        },
      },
      visualMap: {
        dimension: dimensions.length + data.shown.length, min: Math.min(...values), max: Math.max(...values) > Math.min(...values) ? Math.max(...values) : Math.min(...values) + 1,
        orient: 'horizontal', left: 'center', bottom: 6, itemHeight: 160, itemWidth: 12, textStyle: { color: colours.muted, fontSize: 11 }, text: [figure(data, colour, Math.max(...values)), figure(data, colour, Math.min(...values))], formatter: (value: number) => figure(data, colour, value), inRange: { color: ['#2c7bb6', '#4bb3a4', '#c9a227', '#d7191c'] },
      },
      series: [{
        type: 'parallel', lineStyle: { width: 1.5, opacity: whole.length > 200 ? 0.3 : 0.7 }, emphasis: { lineStyle: { width: 3, opacity: 1 } },
        data: whole.map((i) => [...dimensions.map((dimension) => data.rows[i]!.at[dimension]!), ...data.shown.map((metric) => data.rows[i]!.values[metric]!), data.rows[i]!.values[colour]!]),
      }],
    };
  }, (chart) => chart.on('click', (event) => show(whole[event.dataIndex!]!)));
  const tools = h('div', { class: 'tools' }, chooser('colours', data.shown.map((metric) => ({ text: data.metrics[metric]!.name, value: metric })), colour, (value) => { colour = value; picture.draw(); }));
  return section('parallel', 'Parallel coordinates', 'Every point is a line. Dragging along an axis leaves the lines that cross there; a click leads to the configuration.', tools, picture.element);
}
