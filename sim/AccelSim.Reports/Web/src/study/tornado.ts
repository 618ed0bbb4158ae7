import { axis, Picture, tooltip } from '../charts';
import type { StudyData } from '../data';
import { h, section, tip } from '../dom';
import { term } from '../terms';
import { chooser } from './chooser';
import { figure, mean, varied } from './points';

interface Swing {
  name: string;
  low: { label: string; value: number };
  high: { label: string; value: number };
}

/** How much each dimension alone moves a figure: those that move it most first. */
export function tornado(data: StudyData): HTMLElement | null {
  const dimensions = varied(data).filter((i) => data.dimensions[i]!.labels.length > 1);
  if (data.shown.length === 0 || dimensions.length === 0) {
    return null;
  }

  let metric = data.shown[0]!;
  const swings = (): Swing[] => dimensions.flatMap((dimension) => {
    const means = data.dimensions[dimension]!.labels
      .map((label, i) => ({ label, value: mean(data.rows.filter((row) => row.at[dimension] === i), metric) }))
      .filter((entry): entry is { label: string; value: number } => entry.value !== null)
      .sort((a, b) => a.value - b.value);
    return means.length < 2 ? [] : [{ name: data.dimensions[dimension]!.name, low: means[0]!, high: means.at(-1)! }];
  }).sort((a, b) => a.high.value - a.low.value - (b.high.value - b.low.value));
  const picture = new Picture('How much each dimension moves a figure', 96 + 34 * dimensions.length, (colours, width) => {
    const drawn = swings();
    const base = mean(data.rows, metric) ?? 0;
    const percentOf = (value: number): number => (base === 0 ? 0 : (100 * (value - base)) / Math.abs(base));
    const bar = (of: (swing: Swing) => number, colour: string, label: (swing: Swing) => string, position: string): object => ({
      type: 'bar', stack: 'swing', barWidth: 18, itemStyle: { color: colour }, data: drawn.map((swing) => percentOf(of(swing))),
      label: { show: width > 560, position, color: colours.muted, fontSize: 11, formatter: ({ dataIndex }: { dataIndex: number }) => label(drawn[dataIndex]!) },
    });
    return {
      grid: { left: width < 600 ? 96 : 190, right: width < 600 ? 16 : 100, top: 8, bottom: 42 },
      tooltip: {
        ...tooltip(colours), trigger: 'axis', axisPointer: { type: 'shadow' },
        formatter: (items: { dataIndex: number }[]) => {
          const swing = drawn[items[0]!.dataIndex]!;
          const side = ({ label, value }: Swing['low']): [string, string] => [label, `${figure(data, metric, value)} (${percentOf(value).toFixed(1)} %)`];
          return tip(swing.name, [side(swing.low), side(swing.high), ['mean of all', figure(data, metric, base)]]);
        },
      },
      xAxis: axis(colours, { type: 'value', name: `${data.metrics[metric]!.name} against the mean of all points, %`, nameLocation: 'middle', nameGap: 24 }),
      yAxis: axis(colours, { type: 'category', data: drawn.map((swing) => swing.name), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: colours.text, fontSize: 11, width: width < 600 ? 86 : 178, overflow: 'truncate' } }),
      series: [bar((swing) => Math.min(swing.low.value, base), '#539bf5', (swing) => swing.low.label, 'left'), bar((swing) => Math.max(swing.high.value, base), '#e0823d', (swing) => swing.high.label, 'right')],
    };
  });
  const tools = h('div', { class: 'tools' }, chooser('figure', data.metrics.map((item, i) => ({ text: item.name, value: i })), metric, (value) => { metric = value; picture.draw(); }));
  return section('tornado', 'Tornado', ['The ', term('tornado'), ' shows which dimension moves a figure most.'], tools, picture.element);
}
