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
  const independent: number[] = [];
  const factor: Float64Array[] = [];
  const ranks = new Uint32Array(n);
  for (let row = 0; row < n; row++) {
    if (independent.length < dim) {
      const projection = project(K.subarray(row * n, row * n + n), independent, factor);
      const left = projection.left;
      if (left > tolerance) {
        projection.coordinates[independent.length] = Math.sqrt(left);
        independent.push(row);
        factor.push(projection.coordinates);
      }
    }
    ranks[row] = independent.length;
  }
  return ranks;
}

/** One forward substitution: the row's coordinates in the orthonormalised independent rows, and what is left of it. */
function project(products: Float64Array, independent: number[], factor: Float64Array[]) {
  const coordinates = new Float64Array(independent.length + 1);
  let left = 1;
  for (let j = 0; j < independent.length; j++) {
    const previous = factor[j];
    let sum = products[independent[j]];
    for (let k = 0; k < j; k++) sum -= previous[k] * coordinates[k];
    coordinates[j] = sum / previous[j];
    left -= coordinates[j] ** 2;
  }
  return { coordinates, left };
}
