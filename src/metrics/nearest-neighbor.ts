import { checkDistances, checkLength } from '../linalg/check.ts';
import { codeClasses } from './silhouette.ts';

/** Distances within this share of the least are equally near: rounding shall not choose between them. */
const TIE = 1e-12;

/**
 * The share of points whose nearest other point has their class: leave-one-out accuracy of the 1-nearest-neighbour
 * rule. Where several points are equally near, the share of them that has the class counts, so that the order of the
 * points decides nothing.
 * @param D n x n distances, row-major
 * @returns null where there are fewer than two classes, which it could not tell apart
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * nearestNeighborAccuracy(Float64Array.of(0, 1, 2, 1, 0, 2, 2, 2, 0), 3, ['a', 'a', 'b']); // 0.66667
 * ```
 */
export function nearestNeighborAccuracy(
  D: Float64Array,
  n: number,
  classes: readonly string[],
): number | null {
  checkDistances(D, n);
  checkLength('classes', classes, n);
  const { codes, count } = codeClasses(classes);
  if (count < 2) return null;
  let right = 0;
  for (let i = 0; i < n; i++) right += shareOfNearest(D.subarray(i * n, (i + 1) * n), i, codes);
  return right / n;
}

function shareOfNearest(distances: Float64Array, i: number, codes: Int32Array): number {
  const nearest = distances.reduce(
    (least, distance, j) => (j === i ? least : Math.min(least, distance)),
    Infinity,
  );
  let tied = 0;
  let same = 0;
  distances.forEach((distance, j) => {
    if (j === i || distance > nearest * (1 + TIE)) return;
    tied++;
    if (codes[j] === codes[i]) same++;
  });
  return same / tied;
}
