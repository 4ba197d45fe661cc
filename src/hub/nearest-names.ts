/**
 * The names that differ least from what was typed, nearest first; at most `count`, and none that is quite another.
 * A name that what was typed is a part of counts as near.
 */
export function nearestNames(typed: string, names: readonly string[], count = 3): string[] {
  const word = typed.toLowerCase();
  const limit = word.length < 3 ? 1 : Math.max(2, Math.ceil(word.length / 3));
  return names
    .map((name) => ({ name, edits: word.length > 1 && name.includes(word) ? 0 : editDistance(word, name) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, count)
    .map(({ name }) => name);
}

/** The beginning of a hint: the name that was probably meant, or nothing. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const [nearest] = nearestNames(typed, names, 1);
  return nearest === undefined ? '' : `did you mean ${nearest}? `;
}

/** Insertions, deletions, replacements and swaps of neighbours, each counted once (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}
