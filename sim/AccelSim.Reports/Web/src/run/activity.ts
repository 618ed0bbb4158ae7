import { axis, legend, Picture, tooltip } from '../charts';
import type { Counter } from '../data';
import { tip } from '../dom';
import { series } from '../palette';
import { femtoseconds, number, tick, tickSeconds } from '../units';

/** Figures over time below the timeline: one picture for each unit. */
export function activity(counters: Counter[]): HTMLElement[] {
  const units = [...new Set(counters.map((counter) => counter.unit))];
  return units.map((unit) => {
    const chosen = counters.filter((counter) => counter.unit === unit);
    return new Picture(`${chosen.map((counter) => counter.name).join(', ')} over time, ${unit}`, 160, (colours, width) => ({
      grid: { left: width < 600 ? 96 : 176, right: 12, top: 30, bottom: 24 },
      legend: legend(colours),
      tooltip: {
        ...tooltip(colours), trigger: 'axis',
        formatter: (items: { dataIndex: number; seriesName: string; value: [number, number] }[]) =>
          tip(`from ${femtoseconds(items[0]!.value[0] * 1e6)}`, items.map((item) => [item.seriesName, `${number(item.value[1])} ${unit}`])),
      },
      xAxis: axis(colours, { type: 'value', min: 0, max: (chosen[0]!.stepFemtoseconds * chosen[0]!.values.length) / 1e6, axisLabel: { color: colours.muted, fontSize: 11, hideOverlap: true, formatter: (value: number) => tickSeconds(value / 1e9) } }),
      yAxis: axis(colours, { type: 'value', splitNumber: 3, axisLabel: { color: colours.muted, fontSize: 11, formatter: (value: number) => (unit === 'rows busy' ? `${value}` : tick(value, '') + ` ${unit}`) } }),
      series: chosen.map((counter, i) => ({
        name: counter.name, type: 'line', step: 'end', symbol: 'none', lineStyle: { width: 1.2, color: series[i % series.length] }, itemStyle: { color: series[i % series.length] }, areaStyle: { opacity: chosen.length > 2 ? 0.04 : 0.15 },
        data: counter.values.map((value, at) => [(at * counter.stepFemtoseconds) / 1e6, value]),
      })),
    })).element;
  });
}
