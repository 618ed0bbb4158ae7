import { h } from './dom';
import { percent } from './units';

export interface Bar {
  name: string;
  group: string;
  colour: string;
  /** Part of the whole. */
  part: number;
  amount: string;
}

/** A whole as one strip of its groups, then a line for each part, longest first; the same for the eye, the printer and the screen reader. */
export function stack(bars: Bar[], label: string): HTMLElement {
  const longest = Math.max(...bars.map((bar) => bar.part), 1e-12);
  const groups = new Map<string, { colour: string; part: number }>();
  for (const bar of bars) {
    const group = groups.get(bar.group) ?? { colour: bar.colour, part: 0 };
    groups.set(bar.group, { ...group, part: group.part + bar.part });
  }

  const sorted = [...groups].sort((a, b) => b[1].part - a[1].part);
  return h('div', { class: 'stack' },
    h('div', { class: 'strip', role: 'img', 'aria-label': `${label}: ${sorted.map(([name, { part }]) => `${name} ${percent(part)}`).join(', ')}` },
      sorted.map(([name, { colour, part }]) => h('i', { style: `flex-grow:${part};background:${colour}`, title: `${name} ${percent(part)}` }, part > 0.07 ? name : ''))),
    h('table', { class: 'bars' }, h('tbody', {}, [...bars].sort((a, b) => b.part - a.part).map((bar) => h('tr', { title: `${bar.name}: ${percent(bar.part)}, ${bar.amount} (${bar.group})` },
      h('th', { scope: 'row' }, bar.name),
      h('td', { class: 'track' }, h('i', { style: `width:${(100 * bar.part / longest).toFixed(2)}%;background:${bar.colour}` })),
      h('td', { class: 'num' }, percent(bar.part)),
      h('td', { class: 'num' }, bar.amount))))));
}
