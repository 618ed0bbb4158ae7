/** Parts of a time by group of causes, greatest first. */
export function byGroup(causes: Record<string, number>, groups: Record<string, string>): { group: string; part: number }[] {
  const sums = new Map<string, number>();
  for (const [cause, part] of Object.entries(causes)) {
    const group = groups[cause] ?? 'other';
    sums.set(group, (sums.get(group) ?? 0) + part);
  }

  return [...sums].map(([group, part]) => ({ group, part })).sort((a, b) => b.part - a.part);
}
