import type { RunData } from '../data';
import { section, tip } from '../dom';
import { axis, legend, Picture, tooltip } from '../charts';
import { groupColour } from '../palette';
import { percent, seconds } from '../units';
import { byGroup } from './groups';

/** Time of each layer in the order of execution, divided among groups of causes. */
export function layerStacks(data: RunData, show: (layer: number) => void): HTMLElement | null {
  const layers = data.result.layers;
  if (layers.length === 0) {
    return null;
  }

  const parts = layers.map((layer) => new Map(byGroup(layer.causes, data.causeGroups).map(({ group, part }) => [group, part * layer.seconds])));
  const totals = new Map<string, number>();
  parts.forEach((part) => part.forEach((time, group) => totals.set(group, (totals.get(group) ?? 0) + time)));
  const groups = [...totals].sort((a, b) => b[1] - a[1]).map(([group]) => group);
  const scale = Math.max(...layers.map((layer) => layer.seconds)) < 1e-3 ? { unit: '\u00b5s', times: 1e6 } : { unit: 'ms', times: 1e3 };
  const picture = new Picture(`Time of each of ${layers.length} layers by group of causes`, 330, (colours) => ({
    grid: { left: 58, right: 12, top: 34, bottom: 62 },
    legend: legend(colours),
    tooltip: {
      ...tooltip(colours), trigger: 'axis', axisPointer: { type: 'shadow' },
      formatter: (items: { dataIndex: number }[]) => {
        const at = items[0]!.dataIndex;
        const layer = layers[at]!;
        const lines = [...parts[at]!].map(([group, time]): [string, string] => [group, `${seconds(time)}  ${percent(time / (layer.seconds || 1))}`]);
        return tip(layer.name, [['operator', layer.op], ['time', seconds(layer.seconds)], ...lines]);
      },
    },
    xAxis: axis(colours, { type: 'category', data: layers.map((_, i) => `${i + 1}`), name: 'layer, in order', nameLocation: 'middle', nameGap: 24, splitLine: { show: false } }),
    yAxis: axis(colours, { type: 'value', axisLabel: { color: colours.muted, fontSize: 11, formatter: (value: number) => `${value} ${scale.unit}` } }),
    dataZoom: [{ type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false }, { type: 'slider', height: 16, bottom: 8, borderColor: colours.line, textStyle: { color: colours.muted } }],
    series: groups.map((group) => ({
      name: group, type: 'bar', stack: 'time', barCategoryGap: layers.length > 80 ? '0%' : '15%', itemStyle: { color: groupColour(group) }, emphasis: { focus: 'series' },
      data: parts.map((part) => (part.get(group) ?? 0) * scale.times),
    })),
  }), (chart) => chart.on('click', (event) => show(event.dataIndex!)));
  return section('layers-stack', 'Layers in order', 'Time of each layer on the device, divided by what it waited for. Click a bar for its row in the table.', picture.element);
}
