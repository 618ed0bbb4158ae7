import type { RunData } from '../data';
import { section, tip } from '../dom';
import { axis, legend, Picture, tooltip } from '../charts';
import { groupColour } from '../palette';
import { percent } from '../units';
import { byGroup } from './groups';
import { kindOf } from './spans';

/** The account of every unit: units that differ in their numbers only are averaged. */
export function units(data: RunData): HTMLElement | null {
  const kinds = new Map<string, { count: number; parts: Map<string, number> }>();
  for (const unit of data.result.units) {
    const name = kindOf(unit.name);
    const kind = kinds.get(name) ?? { count: 0, parts: new Map<string, number>() };
    kind.count++;
    byGroup(unit.causes, data.causeGroups).forEach(({ group, part }) => kind.parts.set(group, (kind.parts.get(group) ?? 0) + part));
    kinds.set(name, kind);
  }

  if (kinds.size === 0) {
    return null;
  }

  const names = [...kinds.keys()].reverse();
  const groups = [...new Set([...kinds.values()].flatMap((kind) => [...kind.parts.keys()]))];
  const idleLast = groups.filter((group) => group !== 'idle').concat(groups.includes('idle') ? ['idle'] : []);
  const mean = (name: string, group: string): number => (kinds.get(name)!.parts.get(group) ?? 0) / kinds.get(name)!.count;
  const picture = new Picture('Account of the units by group of causes', Math.max(180, 70 + 26 * names.length), (colours, width) => ({
    grid: { left: width < 600 ? 118 : 190, right: 16, top: 34, bottom: 28 },
    legend: legend(colours),
    tooltip: {
      ...tooltip(colours), trigger: 'axis', axisPointer: { type: 'shadow' },
      formatter: (items: { name: string }[]) => {
        const name = items[0]!.name;
        return tip(`${name}, ${kinds.get(name)!.count} of them`, idleLast.map((group): [string, number] => [group, mean(name, group)]).filter(([, part]) => part > 0.0005).map(([group, part]) => [group, percent(part)]));
      },
    },
    xAxis: axis(colours, { type: 'value', max: 100, axisLabel: { formatter: '{value} %', color: colours.muted, fontSize: 11 } }),
    yAxis: axis(colours, { type: 'category', data: names, axisLabel: { color: colours.text, fontSize: 11, width: width < 600 ? 110 : 180, overflow: 'truncate', interval: 0 } }),
    series: idleLast.map((group) => ({ name: group, type: 'bar', stack: 'part', itemStyle: { color: groupColour(group), opacity: group === 'idle' ? 0.35 : 1 }, data: names.map((name) => 100 * mean(name, group)) })),
  }));
  return section('units', 'Units', `What the ${data.result.units.length} units of the chip did and waited for during the inference. Units that differ in their numbers only are averaged.`, picture.element);
}
