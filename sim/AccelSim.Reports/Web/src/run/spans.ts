import type { Timeline } from '../data';

/** Spans of one row, in order, in femtoseconds from the begin of the inference. */
export interface SpanRow {
  name: string;
  start: Float64Array;
  end: Float64Array;
  label: Uint32Array;
}

/** What is drawn for one or more spans: several where they are too close to be told apart. */
export interface Mark {
  start: number;
  end: number;
  label: number;
  count: number;
  /** Time in which something ran, fs. */
  busy: number;
}

/** The kind of a row or unit: its name without numbers. */
export function kindOf(name: string): string {
  return name.replace(/\b\d+\b/g, ' ').replace(/ +/g, ' ').trim();
}

/** Unpacks gaps and lengths. */
export function spanRows(timeline: Timeline): SpanRow[] {
  return timeline.tracks.map((name, track) => {
    const packed = timeline.spans[track]!;
    const count = packed.length / 3;
    const row = { name, start: new Float64Array(count), end: new Float64Array(count), label: new Uint32Array(count) };
    let at = 0;
    for (let i = 0; i < count; i++) {
      row.start[i] = at += packed[3 * i]!;
      row.end[i] = at += packed[3 * i + 1]!;
      row.label[i] = packed[3 * i + 2]!;
    }

    return row;
  });
}

/** The marks of a row between two times; spans with less than `least` between them, and shorter than it, are one mark with the label of the longest. */
export function marks(row: SpanRow, from: number, to: number, least: number): Mark[] {
  const found: Mark[] = [];
  let last: Mark | undefined;
  let longest = 0;
  for (let i = firstEndingAfter(row, from); i < row.start.length && row.start[i]! < to; i++) {
    const [start, end, label] = [row.start[i]!, row.end[i]!, row.label[i]!];
    const joins = last !== undefined && start - last.end < least && (end - start < least || last.end - last.start < least);
    if (joins) {
      last!.end = Math.max(last!.end, end);
      last!.count++;
      last!.busy += end - start;
      if (end - start > longest) {
        last!.label = label;
      }
    } else {
      found.push((last = { start, end, label, count: 1, busy: end - start }));
      longest = 0;
    }

    longest = Math.max(longest, end - start);
  }

  return found;
}

function firstEndingAfter(row: SpanRow, time: number): number {
  let [low, high] = [0, row.end.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (row.end[middle]! <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }

  return low;
}
