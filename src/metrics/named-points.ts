/** A name (context, label) for each point that has one. */
export type Names = readonly (string | undefined)[];

/** Points that each have a class. */
export interface Part {
  D: Float64Array;
  n: number;
  /** Their indexes among all points. */
  kept: number[];
  classes: string[];
}

/** The points that have a name, with the distances between them. */
export function part(D: Float64Array, n: number, names: Names): Part {
  const kept = Array.from({ length: n }, (_, i) => i).filter((i) => names[i] !== undefined);
  const D2 = new Float64Array(kept.length ** 2);
  kept.forEach((i, row) => {
    kept.forEach((j, column) => {
      D2[row * kept.length + column] = D[i * n + j];
    });
  });
  return { D: D2, n: kept.length, kept, classes: kept.map((i) => names[i]!) };
}

/** What contexts are permuted within, and what is resampled: the label; without one, all such texts and the text alone. */
export function blocksOf(kept: readonly number[], labels: Names) {
  return {
    permuted: kept.map((i) => (labels[i] === undefined ? 'unlabelled' : `label ${labels[i]}`)),
    resampled: kept.map((i) => (labels[i] === undefined ? `text ${i}` : `label ${labels[i]}`)),
  };
}
