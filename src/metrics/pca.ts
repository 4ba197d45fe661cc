import { checkFinite, checkMatrix } from '../linalg/check.ts';
import { centerGram } from '../linalg/gram.ts';
import { leadingEigenpairs } from '../linalg/leading-eigenpairs.ts';

/** The plane of largest variance. */
export interface Pca {
  /** n x 2, row-major: the coordinates of each vector, of mean 0. */
  scores: Float64Array;
  /** Variance along each of the two (over n - 1); null for one vector. */
  explainedVariance: [number, number] | null;
  /** Its share of the whole; null where there is no variance. */
  explainedVarianceRatio: [number, number] | null;
}

/** Scores within this share of the largest count as equally large: rounding shall not choose the sign. */
const TIE = 1e-9;

/**
 * The first two principal components of n vectors from their Gram matrix: eigenvectors of the centred Gram times the
 * root of their eigenvalues. The sign of each is fixed so that its score of largest magnitude (the first of several)
 * is positive. Variance that is rounding of the vectors' lengths, n eps trace G, counts as none, and its scores are 0.
 * @param G n x n Gram matrix of the raw vectors, row-major
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * const points = Float64Array.of(0, 0, 2, 0, 4, 0);
 * pca(gramOfRows(points, 3, 2), 3).explainedVariance; // [4, 0]
 * ```
 */
export function pca(G: Float64Array, n: number): Pca {
  checkMatrix(G, n);
  checkFinite('the Gram matrix', G);
  const scores = new Float64Array(2 * n);
  if (n < 2) return { scores, explainedVariance: null, explainedVarianceRatio: null };
  const unit = unitOf(trace(G, n) / n);
  const scaled = G.map((value) => value / unit / unit);
  const C = centerGram(scaled, n);
  const rounding = n * Number.EPSILON * trace(scaled, n);
  const values = leadingEigenpairs(C, n, 2).map(({ value, vector }, component) => {
    if (value <= rounding) return 0;
    const scale = orientation(vector) * Math.sqrt(value) * unit;
    for (let i = 0; i < n; i++) scores[2 * i + component] = scale * vector[i];
    return value;
  });
  const total = trace(C, n);
  const variance = (value: number) => (value / (n - 1)) * unit * unit;
  const share = (value: number) => Math.min(1, value / total); // of a single component rounding may make more than all
  return {
    scores,
    explainedVariance: [variance(values[0]), variance(values[1])],
    explainedVarianceRatio: total <= rounding ? null : [share(values[0]), share(values[1])],
  };
}

/** The power of 2 nearest to the root: vectors in this unit are of a size that can be squared twice, and have the same digits. */
function unitOf(square: number): number {
  return square > 0 && Number.isFinite(square) ? 2 ** Math.round(Math.log2(square) / 2) : 1;
}

function trace(A: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += A[i * n + i];
  return sum;
}

/** 1, or -1 where the entry of largest magnitude is negative. */
function orientation(vector: Float64Array): 1 | -1 {
  const largest = vector.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  return vector.find((entry) => Math.abs(entry) >= largest * (1 - TIE))! < 0 ? -1 : 1;
}
