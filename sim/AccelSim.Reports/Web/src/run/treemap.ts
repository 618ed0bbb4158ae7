import type { ResultLayer, RunData } from '../data';
import { h, section, tip } from '../dom';
import { Picture, tooltip } from '../charts';
import { groupColour } from '../palette';
import { brief } from './table';
import { bytes, joules, percent, scaled, seconds } from '../units';

interface Measure {
  name: string;
  of: (layer: ResultLayer) => number;
  text: (value: number) => string;
}

const measures: Measure[] = [
  { name: 'time', of: (layer) => layer.seconds, text: seconds },
  { name: 'energy', of: (layer) => layer.energyJoules ?? 0, text: joules },
  { name: 'DRAM bytes', of: (layer) => layer.bytes, text: bytes },
  { name: 'multiply-adds', of: (layer) => layer.macs, text: (value) => scaled(value, 'MAC') },
];

/** Layers as areas, those of one operator together. */
export function treemap(data: RunData, show: (layer: number) => void): HTMLElement | null {
  const layers = data.result.layers;
  const offered = measures.filter((measure) => layers.some((layer) => measure.of(layer) > 0));
  if (offered.length === 0) {
    return null;
  }

  let measure = offered[0]!;
  const picture = new Picture('Layers as areas, by operator', (width) => (width < 600 ? 380 : 460), (colours) => {
    const whole = layers.reduce((sum, layer) => sum + measure.of(layer), 0);
    const operators = new Map<string, object[]>();
    layers.forEach((layer, i) => {
      if (measure.of(layer) > 0) {
        const list = operators.get(brief(layer.op)) ?? [];
        list.push({ name: layer.name, value: measure.of(layer), layer: i, itemStyle: { color: groupColour(layer.bound) } });
        operators.set(brief(layer.op), list);
      }
    });
    return {
      tooltip: {
        ...tooltip(colours),
        formatter: (item: { name: string; value: number; data: { layer?: number } }) => {
          const layer = item.data.layer === undefined ? undefined : layers[item.data.layer];
          return tip(item.name, [[measure.name, `${measure.text(item.value)}  ${percent(item.value / whole)}`], ...(layer ? [['operator', layer.op], ['bound by', layer.bound], ['time', seconds(layer.seconds)]] as [string, string][] : [])]);
        },
      },
      series: [{
        type: 'treemap', roam: false, nodeClick: false, breadcrumb: { show: false }, left: 0, right: 0, top: 0, bottom: 0,
        data: [...operators].map(([name, children]) => ({ name, children })),
        label: { fontSize: 11, overflow: 'truncate', formatter: (item: { name: string }) => item.name.split('/').slice(-2).join('/') },
        upperLabel: { show: true, height: 20, color: colours.text, fontSize: 11 },
        levels: [
          { itemStyle: { gapWidth: 3, borderWidth: 0 } },
          { itemStyle: { gapWidth: 1, borderWidth: 2, borderColor: colours.line }, upperLabel: { show: true } },
          { itemStyle: { gapWidth: 1 } },
        ],
      }],
    };
  }, (chart) => chart.on('click', (event) => {
    const layer = (event.data as { layer?: number }).layer;
    if (layer !== undefined) {
      show(layer);
    }
  }));
  const choice = h('select', { 'aria-label': 'What areas stand for', onchange: () => {
    measure = offered[choice.selectedIndex]!;
    picture.draw();
  } }, offered.map((item) => h('option', {}, item.name)));
  return section('operators', 'Operators', ['Areas are ', choice, ', colours what each layer is bound by. Click an area for its row in the table.'], picture.element);
}
