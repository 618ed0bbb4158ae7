/** Colours of groups of causes, the same in every picture; each is legible on white and on the dark ground. */
const groups: Record<string, string> = {
  compute: '#2da44e',
  DRAM: '#e5534b',
  transfer: '#e0823d',
  network: '#c9a227',
  cache: '#a8a238',
  'on-chip memory': '#d4b13f',
  issue: '#a371f7',
  synchronisation: '#8a7ad6',
  launch: '#539bf5',
  host: '#316dca',
  idle: '#8b949e',
  stream: '#6e7681',
  'virtual memory': '#d764b8',
  static: '#8b949e',
  matrix: '#2da44e',
  vector: '#4bb3a4',
  lanes: '#4bb3a4',
  control: '#a371f7',
};

/** Colours of things without a meaning of their own. */
export const series = ['#539bf5', '#e0823d', '#2da44e', '#a371f7', '#e5534b', '#4bb3a4', '#d764b8', '#c9a227', '#6cb6ff', '#986ee2', '#57ab5a', '#f69d50'];

export function groupColour(group: string): string {
  return groups[group] ?? '#768390';
}

/** A colour that stays with a word. */
export function wordColour(word: string): string {
  let hash = 2166136261;
  for (let i = 0; i < word.length; i++) {
    hash = Math.imul(hash ^ word.charCodeAt(i), 16777619);
  }

  return series[(hash >>> 0) % series.length]!;
}
