import { symmetricEigen } from './ml-matrix.ts';
import { pivotedCholesky } from './pivoted-cholesky.ts';
import { lowerRowProducts, rowProducts } from './row-products.ts';
import { transposed } from './transpose.ts';
import { Workspace } from './workspace.ts';

/**
 * What rounding may leave of an eigenvalue, or of the squared length of a dependent row, that is exactly 0: in
 * units of n * eps times the largest there can be. A smaller one is taken for 0.
 */
const SLACK = 4;

const crossRoom = new Workspace();
const sharedRoom = new Workspace();
const restRoom = new Workspace();
const columnRoom = new Workspace();

/**
 * The span of n rows Z (n x d) without Z itself: an orthonormal basis U (d x rank) of eigenvectors of the
 * covariance A = Zᵀ Z / n = U diag(values) Uᵀ, held as coefficients of the rows: Uᵀ = axes Z.
 */
export interface Span {
  n: number;
  /** Numerical rank of Z. */
  rank: number;
  /** The eigenvalues of A that are not 0, largest first. */
  values: Float64Array;
  /** rank x n, row-major. */
  axes: Float64Array;
}

/**
 * The span of the rows with Gram matrix K, by one eigen-decomposition.
 * @param K n x n Gram matrix Z Zᵀ, row-major
 */
export function spanOf(K: Float64Array, n: number): Span {
  const { values, vectors } = symmetricEigen(
    K.map((value) => value / n),
    n,
  );
  const least = SLACK * n * Number.EPSILON * values[n - 1];
  const kept = Array.from({ length: n }, (_, j) => n - 1 - j).filter((j) => values[j] > least);
  const axes = new Float64Array(kept.length * n);
  kept.forEach((j, row) => {
    const length = Math.sqrt(n * values[j]);
    for (let i = 0; i < n; i++) axes[row * n + i] = vectors[i * n + j] / length;
  });
  return { n, rank: kept.length, values: Float64Array.from(kept, (j) => values[j]), axes };
}

/** Rows of coordinates: `rows` of `dim` entries each, row-major. */
export interface Coordinates {
  rows: number;
  dim: number;
  entries: Float64Array;
}

/**
 * The rows of a second set in an orthonormal basis of both: first the axes of `span`, then as many new directions as
 * the second set needs. Both sets may share rows: what is left of a shared row lies within rounding and
 * adds no direction (a Cholesky factorisation of the rest with complete pivoting, cut where only rounding is left).
 * @param K m x m Gram matrix of the second set
 * @param cross n x m inner products of the first set's rows (those of `span`) with the second's
 */
export function coordinatesIn(span: Span, K: Float64Array, m: number, cross: Float64Array): Coordinates {
  const { n, rank, axes } = span;
  const shared = sharedRoom.take(m * rank);
  rowProducts(transposed(cross, n, m, crossRoom.take(n * m)), m, axes, rank, n, shared);
  const rest = restRoom.take(m * m);
  lowerRowProducts(shared, m, rank, rest);
  for (let i = 0; i < m; i++)
    for (let j = 0; j <= i; j++) {
      const left = K[i * m + j] - rest[i * m + j];
      rest[i * m + j] = left;
      rest[j * m + i] = left;
    }
  const columns = columnRoom.take(m * m);
  const own = pivotedCholesky(rest, m, SLACK * m * Number.EPSILON * largestDiagonal(K, m), columns);
  const dim = rank + own;
  const entries = new Float64Array(m * dim);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < rank; k++) entries[i * dim + k] = shared[i * rank + k];
    for (let k = 0; k < own; k++) entries[i * dim + rank + k] = columns[k * m + i];
  }
  return { rows: m, dim, entries };
}

/**
 * The cosines of the angles between the axes of two spans, rank_A x rank_B row-major.
 * @param cross n_A x n_B inner products of their rows
 */
export function axisCosines(a: Span, b: Span, cross: Float64Array): Float64Array {
  const ofRows = sharedRoom.take(a.rank * b.n);
  rowProducts(a.axes, a.rank, transposed(cross, a.n, b.n, crossRoom.take(a.n * b.n)), b.n, a.n, ofRows);
  const out = new Float64Array(a.rank * b.rank);
  rowProducts(ofRows, a.rank, b.axes, b.rank, b.n, out);
  return out;
}

function largestDiagonal(K: Float64Array, m: number): number {
  let largest = 0;
  for (let i = 0; i < m; i++) largest = Math.max(largest, K[i * m + i]);
  return largest;
}
