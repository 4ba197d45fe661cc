import { checkFinite, checkMatrix, checkRows } from '../linalg/check.ts';

/**
 * Euclidean distances of n vectors from their Gram matrix, √(G_ii + G_jj - 2 G_ij), n x n row-major; what rounding
 * makes negative is 0. Equal vectors are at distance 0 where G holds the same product for both, as `gramOfRows` does.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * euclideanDistances(Float64Array.of(1, 0, 0, 1), 2); // [0, 1.4142, 1.4142, 0]
 * ```
 */
export function euclideanDistances(G: Float64Array, n: number): Float64Array {
  checkMatrix(G, n);
  checkFinite('the Gram matrix', G);
  const D = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const squared = G[i * n + i] + G[j * n + j] - 2 * G[i * n + j];
      D[i * n + j] = D[j * n + i] = Math.sqrt(Math.max(0, squared));
    }
  return D;
}

/**
 * Euclidean distances of n points of d coordinates each (row-major), from their differences; n x n row-major.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * pointDistances(Float64Array.of(0, 0, 3, 4), 2, 2); // [0, 5, 5, 0]
 * ```
 */
export function pointDistances(points: Float64Array, n: number, d: number): Float64Array {
  checkRows(points, n, d);
  checkFinite('the points', points);
  const D = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      let squared = 0;
      for (let k = 0; k < d; k++) squared += (points[i * d + k] - points[j * d + k]) ** 2;
      D[i * n + j] = D[j * n + i] = Math.sqrt(squared);
    }
  return D;
}
