import { leadingGram } from './gram.ts';
import { type SymmetricEigen, symmetricEigen } from './ml-matrix.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';
import { combine, dot, multiplyLeading, norm, orthonormalTo } from './vector.ts';

/** Relative accuracy of each eigenvalue; a tenth of the 1e-10 promised, for what the estimate of the gap may lack. */
const TOLERANCE = 1e-11;
/** Largest relative residual let pass, however wide the gap seems: a rival not yet seen may be closer. */
const LARGEST_RESIDUAL = 1e-8;
/** The small problem is solved anew each time the subspace has grown by this factor: often enough to stop early. */
const GROWTH = 1.25;
/** Ritz vectors that one size hands to the next: the more, the fewer products with K it takes to converge there. */
const CARRIED = 4;
/** Up to this size all eigenvalues at once are several times quicker than the largest by Lanczos. */
const DENSE = 32;
/** How many times its residual the second Ritz value may still rise. With 1, clusters that grow from a tie are missed. */
const MAY_RISE = 10;

/** An orthonormal basis w_1..w_m, the products K w_i, and H = Wᵀ K W. */
interface Subspace {
  basis: Float64Array[];
  products: Float64Array[];
  H: number[][];
}

/** A Ritz pair: the value, its vector y, and K y. */
interface Ritz {
  value: number;
  vector: Float64Array;
  product: Float64Array;
}

/** A Ritz pair with its residual K y - value * y and the residual's norm. */
interface Judged extends Ritz {
  residual: Float64Array;
  error: number;
}

/**
 * The largest eigenvalue of every leading principal submatrix K[:T,:T], T = 1..n, to 1e-10 relative (to 1e-8
 * where two eigenvalues are closer than that).
 *
 * Up to 32 rows by a decomposition each. Beyond, Lanczos with full reorthogonalisation, started from the leading
 * eigenvectors found for T - 1, extended by a zero, and the last unit vector. They hold the answer between them: an
 * eigenvector of K[:T,:T] without a component along the last axis belongs to an eigenvalue that T - 1 had already, and any
 * other is in the Krylov space of the last axis; more than one carried eigenvector only saves products with K. Stops by the
 * residual and the Kato-Temple bound: the error is at most residual² / gap.
 * @param K n x n, row-major, symmetric and positive semidefinite
 */
export function leadingLargestEigenvalues(K: Float64Array, n: number): Float64Array {
  const values = new Float64Array(n);
  const dense = Math.min(n, DENSE);
  for (let T = 1; T <= dense; T++)
    values[T - 1] = symmetricEigenvalues(leadingGram(K, n, T), T).reduce((a, b) => Math.max(a, b));
  let carried = dense < n ? leadingVectors(leadingGram(K, n, dense), dense) : [];
  for (let T = dense + 1; T <= n; T++) {
    const column = K.slice((T - 1) * n, (T - 1) * n + T);
    const unit = new Float64Array(T);
    unit[T - 1] = 1;
    const space: Subspace = { basis: [], products: [], H: [] };
    for (const { vector, product } of carried) {
      const length = norm(vector);
      append(space, extend(vector, 0, length), extend(product, dot(vector, column), length));
    }
    append(space, unit, column);
    const solution = converge(K, n, space);
    values[T - 1] = solution.values[solution.values.length - 1];
    carried = ritzPairs(space, solution, CARRIED);
  }
  return values;
}

/** The leading eigenvectors of a small matrix, to begin with. */
function leadingVectors(K: Float64Array, n: number): Ritz[] {
  const { values, vectors } = symmetricEigen(K, n);
  return Array.from({ length: CARRIED }, (_, rank) => {
    const j = n - 1 - rank;
    const vector = Float64Array.from({ length: n }, (_, i) => vectors[i * n + j]);
    return { value: values[j], vector, product: multiplyLeading(K, n, vector) };
  });
}

function extend(vector: Float64Array, last: number, length: number): Float64Array {
  const out = new Float64Array(vector.length + 1);
  for (let i = 0; i < vector.length; i++) out[i] = vector[i] / length;
  out[vector.length] = last / length;
  return out;
}

/** Grows the subspace until its largest Ritz value is the largest eigenvalue; gives the small problem's solution. */
function converge(K: Float64Array, n: number, space: Subspace): SymmetricEigen {
  for (;;) {
    const solution = symmetricEigen(Float64Array.from(space.H.flat()), space.basis.length);
    const [first, second] = ritzPairs(space, solution, 2).map(judged);
    const direction = unresolved(first, second);
    if (direction === undefined) return solution;
    const size = Math.ceil(space.basis.length * GROWTH);
    if (!grow(K, n, space, direction, size)) return solution;
  }
}

/** The residual to follow next, or undefined when the first Ritz value is exact enough. */
function unresolved(first: Judged, second: Judged | undefined): Float64Array | undefined {
  const negligible = TOLERANCE * first.value;
  const rival = second === undefined ? 0 : second.value + MAY_RISE * second.error;
  const gap = first.value - rival;
  if (first.error <= LARGEST_RESIDUAL * first.value && first.error ** 2 <= negligible * gap) return undefined;
  if (first.error > negligible) return first.residual;
  if (second !== undefined && gap < 0 && second.error > negligible) return second.residual;
  return undefined;
}

/** Adds Krylov vectors that begin with `direction`, up to `size` in all; false when the space is exhausted. */
function grow(K: Float64Array, n: number, space: Subspace, direction: Float64Array, size: number): boolean {
  const before = space.basis.length;
  let next = direction;
  while (space.basis.length < size) {
    const vector = orthonormalTo(space.basis, next);
    if (vector === undefined) break;
    next = multiplyLeading(K, n, vector);
    append(space, vector, next);
  }
  return space.basis.length > before;
}

function append(space: Subspace, vector: Float64Array, product: Float64Array): void {
  const column = space.basis.map((other) => dot(other, product));
  column.forEach((value, i) => {
    space.H[i].push(value);
  });
  space.H.push([...column, dot(vector, product)]);
  space.basis.push(vector);
  space.products.push(product);
}

/** The Ritz pairs of the largest values, largest first: `count` of them, fewer where the subspace is smaller. */
function ritzPairs(
  { basis, products }: Subspace,
  { values, vectors }: SymmetricEigen,
  count: number,
): Ritz[] {
  const m = basis.length;
  return Array.from({ length: Math.min(count, m) }, (_, rank) => {
    const j = m - 1 - rank;
    const weights = Float64Array.from({ length: m }, (_, i) => vectors[i * m + j]);
    return { value: values[j], vector: combine(basis, weights), product: combine(products, weights) };
  });
}

function judged(pair: Ritz): Judged {
  const residual = pair.product.map((entry, i) => entry - pair.value * pair.vector[i]);
  return { ...pair, residual, error: norm(residual) };
}
