import type { RunData } from '../data';
import { section, tip } from '../dom';
import { axis, legend, Picture, tooltip } from '../charts';
import { series as colourOf } from '../palette';
import { term } from '../terms';
import { bytes, number, percent, scaled, seconds, tick } from '../units';

interface Point {
  value: [number, number];
  layer: number;
  traffic: number;
  symbolSize: number;
}

/** Operations per second over operations per byte: one roof, and one set of points, for each memory whose traffic and peak are known. */
export function roofline(data: RunData, show: (layer: number) => void): HTMLElement | null {
  const peak = data.result.peakOpsPerSecond;
  const levels = data.memories.map((memory, i) => ({ ...memory, points: points(data, i), colour: colourOf[i]! })).filter((level) => level.points.length > 0);
  if (peak === 0 || levels.length === 0) {
    return null;
  }

  const all = levels.flatMap((level) => level.points);
  const decade = (value: number, round: (x: number) => number): number => 10 ** round(Math.log10(value));
  const left = Math.min(decade(Math.min(...all.map((point) => point.value[0])), Math.floor), decade(peak / Math.max(...levels.map((level) => level.bytesPerSecond)), Math.floor));
  const right = Math.max(decade(Math.max(...all.map((point) => point.value[0])), Math.ceil), decade(peak / Math.min(...levels.map((level) => level.bytesPerSecond)), Math.ceil));
  const low = Math.min(decade(Math.min(...all.map((point) => point.value[1])), Math.floor), peak / 100);
  const picture = new Picture('Roofline: operations per second over operations per byte', (width) => (width < 600 ? 380 : 460), (colours) => ({
    grid: { left: 78, right: 18, top: 34, bottom: 46 },
    legend: legend(colours, { data: levels.map((level) => level.name) }),
    tooltip: {
      ...tooltip(colours), trigger: 'item',
      formatter: (item: { seriesName: string; data: Point }) => {
        const level = levels.find((candidate) => candidate.name === item.seriesName)!;
        const layer = data.result.layers[item.data.layer]!;
        const [intensity, rate] = item.data.value;
        return tip(layer.name, [
          ['operator', layer.op], ['time', seconds(layer.seconds)], ['arithmetic', `${scaled(rate, 'OP/s')}  ${percent(rate / peak)} of peak`],
          [level.name, `${bytes(item.data.traffic)}, ${bytes(item.data.traffic / (layer.seconds || 1))}/s  ${percent(item.data.traffic / (layer.seconds || 1) / level.bytesPerSecond)} of peak`],
          ['intensity', `${number(intensity)} OP/B`], ['roof', scaled(Math.min(peak, intensity * level.bytesPerSecond), 'OP/s')], ['bound by', layer.bound],
        ]);
      },
    },
    xAxis: axis(colours, { type: 'log', name: 'intensity, operations per byte', nameLocation: 'middle', nameGap: 26, min: left, max: right, axisLabel: { color: colours.muted, fontSize: 11, formatter: (value: number) => tick(value) } }),
    yAxis: axis(colours, { type: 'log', min: low, max: 2 * peak, axisLabel: { color: colours.muted, fontSize: 11, showMaxLabel: false, formatter: (value: number) => tick(value, 'OP/s') } }),
    series: levels.flatMap((level) => [
      {
        name: level.name, type: 'line', symbol: 'none', silent: true, lineStyle: { color: level.colour, width: 1.5 }, itemStyle: { color: level.colour }, tooltip: { show: false },
        endLabel: { show: false }, data: [[left, left * level.bytesPerSecond], [peak / level.bytesPerSecond, peak], [right, peak]],
      },
      { name: level.name, type: 'scatter', itemStyle: { color: level.colour, opacity: 0.7 }, emphasis: { itemStyle: { opacity: 1, borderColor: colours.text, borderWidth: 1.5 } }, data: level.points },
    ]),
  }), (chart) => chart.on('click', (event) => {
    const layer = (event.data as Partial<Point>).layer;
    if (layer !== undefined) {
      show(layer);
    }
  }));
  const roofs = levels.map((level) => `${level.name} ${bytes(level.bytesPerSecond)}/s`).join(', ');
  return section('roofline', 'Roofline', ['Each point is a layer through one memory; its size is its time. Across: ', term('intensity'), `. Roofs: ${scaled(peak, 'OP/s')} of the matrix units; ${roofs}. Points far below their roof wait for something else.`], picture.element);
}

function points(data: RunData, memory: number): Point[] {
  const longest = Math.max(...data.result.layers.map((layer) => layer.seconds));
  return data.result.layers.flatMap((layer, i) => {
    const traffic = data.more[i]!.traffic[memory]!;
    return layer.macs > 0 && traffic > 0 && layer.seconds > 0
      ? [{ value: [(2 * layer.macs) / traffic, data.more[i]!.opsPerSecond] as [number, number], layer: i, traffic, symbolSize: 6 + 16 * Math.sqrt(layer.seconds / longest) }]
      : [];
  });
}
