import { stack } from '../bars';
import type { RunData } from '../data';
import { section } from '../dom';
import { groupColour } from '../palette';
import { term } from '../terms';
import { seconds } from '../units';

/** The cycle stack of one inference. */
export function causes(data: RunData): HTMLElement | null {
  const run = data.result;
  const bars = Object.entries(run.causes).map(([cause, part]) => {
    const group = data.causeGroups[cause] ?? 'other';
    return { name: cause, group, colour: groupColour(group), part, amount: seconds(part * run.seconds) };
  });
  return bars.length === 0 ? null
    : section('causes', 'Where the time went', ['The ', term('critical path'), ' of one inference, by cause. The parts add up to the whole time.'], stack(bars, 'Time by group of causes'));
}
