import type { StudyData, StudyRow } from '../data';
import { bytes, joules, number, percent, scaled, seconds, tick, tickSeconds } from '../units';

/** Dimensions of which the study has more than one value; the first one where it has none. */
export function varied(data: StudyData): number[] {
  const many = data.dimensions.map((_, i) => i).filter((i) => data.dimensions[i]!.labels.length > 1);
  return many.length > 0 ? many : data.dimensions.length > 0 ? [0] : [];
}

export function label(data: StudyData, row: StudyRow, dimension: number): string {
  const at = row.at[dimension]!;
  return at < 0 ? '' : data.dimensions[dimension]!.labels[at]!;
}

/** A figure for people, with its unit where its name says it; a dash where there is none. */
export function figure(data: StudyData, metric: number, value: number | null | undefined): string {
  const name = data.metrics[metric]!.name;
  return value === null || value === undefined ? '\u2013'
    : isPart(name) ? percent(value)
    : /seconds$/i.test(name) ? seconds(value)
    : /joules/i.test(name) ? joules(value)
    : /watts$/i.test(name) ? `${number(value)} W`
    : /bytes$/i.test(name) ? bytes(value)
    : /persecond$/i.test(name) ? scaled(value, '/s')
    : number(value);
}

/** The same at an axis. */
export function figureTick(data: StudyData, metric: number, value: number): string {
  const name = data.metrics[metric]!.name;
  return isPart(name) ? `${Number((100 * value).toPrecision(3))} %` : /seconds$/i.test(name) ? tickSeconds(value) : Math.abs(value) < 0.01 && value !== 0 ? figure(data, metric, value) : tick(value);
}

function isPart(name: string): boolean {
  return name.startsWith('cause.') || /utilisation$/i.test(name);
}

/** A figure with its unit and meaning. */
export function metricText(data: StudyData, row: StudyRow, metric: number): string {
  const { unit } = data.metrics[metric]!;
  return `${figure(data, metric, row.values[metric])}  (${unit})`;
}

/** Whether more of a figure is better; of all others less is. */
export function moreIsBetter(name: string): boolean {
  return /perSecond$|^utilisation$|^dramUtilisation$/i.test(name);
}

/** What varies, in a line: for tooltips. */
export function configuration(data: StudyData, row: StudyRow): [string, string][] {
  return varied(data).map((dimension): [string, string] => [data.dimensions[dimension]!.name, label(data, row, dimension)]);
}

/** Mean of a figure over those of some points that have it. */
export function mean(rows: StudyRow[], metric: number): number | null {
  const values = rows.map((row) => row.values[metric]).filter((value): value is number => value !== null && value !== undefined);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Points of which no other is better in one figure and at least as good in the other; by the first figure. */
export function paretoFront(rows: { at: number; x: number; y: number }[], moreX: boolean, moreY: boolean): { at: number; x: number; y: number }[] {
  const [sx, sy] = [moreX ? -1 : 1, moreY ? -1 : 1];
  const sorted = [...rows].sort((a, b) => sx * (a.x - b.x) || sy * (a.y - b.y));
  let best = Infinity;
  return sorted.filter((point) => {
    const better = sy * point.y < best;
    best = Math.min(best, sy * point.y);
    return better;
  });
}
