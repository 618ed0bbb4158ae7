import { stack } from '../bars';
import type { RunData } from '../data';
import { section } from '../dom';
import { groupColour } from '../palette';
import { joules, number } from '../units';

/** What the energy of one inference was spent on. */
export function energy(data: RunData): HTMLElement | null {
  const run = data.result;
  const parts = run.energy?.parts ?? [];
  const whole = parts.reduce((sum, part) => sum + part.femtojoules, 0);
  return whole === 0 ? null
    : section('energy', 'Energy', `One inference, ${joules(whole / 1e15)}; ${number(run.averageWatts ?? 0)} W on average. Counts times the energy of one event, and what flows while time passes.`,
      stack(parts.map((part) => ({ name: part.name, group: part.group, colour: groupColour(part.group), part: part.femtojoules / whole, amount: joules(part.femtojoules / 1e15) })), 'Energy by group'));
}
