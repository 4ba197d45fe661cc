/** How many names an error message lists. */
const SHOWN = 3;

/**
 * Tensor names that begin and end like `name`: together over at least half its length, the most alike first. Not
 * by edit distance: what differs between checkpoints is a prefix such as `gpt_neox.` or a layer, a long edit.
 */
export function nearestTensors(name: string, names: Iterable<string>): string[] {
  return Array.from(names, (candidate) => ({ candidate, alike: alike(name, candidate) }))
    .filter(({ alike }) => alike >= name.length / 2)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, SHOWN)
    .map(({ candidate }) => candidate);
}

/** Length of the common beginning plus that of the common ending. */
function alike(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return start + end;
}
