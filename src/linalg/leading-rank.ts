import { GrowingCholesky } from './growing-cholesky.ts';
import { dot } from './vector.ts';

/**
 * What rounding may leave of a dependent row, as a squared length in units of max(n, dim) * eps. Little is left of
 * a repeated row, but the row that first completes an almost square, ill-conditioned set had up to 150 such units
 * left (random rows, n = 512). A row dropped wrongly has less than 1e-5 of its length of its own.
 */
const SLACK = 1000;

/** The squared length of its own below which a row counts as dependent. */
export function rankTolerance(n: number, dim: number): number {
  return SLACK * Math.max(n, dim) * Number.EPSILON;
}

/**
 * Numerical rank of every leading principal submatrix K[:T,:T], T = 1..n: the number of rows whose squared
 * distance from the span of the independent rows before them exceeds `rankTolerance`. That distance is
 * a Schur complement, found by Cholesky over the independent rows alone (at most n * rank² multiplications).
 * NumPy's `matrix_rank(Z)` cuts Z's singular values at max(n, dim) * eps * largest; here the cut lies
 * near 1e-5, since a Gram matrix holds squares. The two agree unless singular values lie between.
 * @param K n x n Gram matrix of unit rows of `dim` entries, row-major; the rank never exceeds `dim`
 */
export function leadingRanks(K: Float64Array, n: number, dim: number): Uint32Array {
  const tolerance = rankTolerance(n, dim);
  const factor = new GrowingCholesky();
  const independent: number[] = [];
  const ranks = new Uint32Array(n);
  for (let row = 0; row < n; row++) {
    if (independent.length < dim) {
      const projection = factor.forward(independent.map((other) => K[row * n + other]));
      const left = 1 - dot(projection, projection);
      if (left > tolerance) {
        factor.append(projection, left);
        independent.push(row);
      }
    }
    ranks[row] = independent.length;
  }
  return ranks;
}
