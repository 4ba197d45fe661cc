import { eightProducts } from './row-products.ts';

/** Rows and columns that are computed at once. */
const BLOCK = 4;

const sums = new Float64Array(2 * BLOCK);

/** n, or the next larger multiple of the block: continueCholesky takes no other sizes. */
export function wholeBlocks(n: number): number {
  return Math.ceil(n / BLOCK) * BLOCK;
}

/**
 * Replaces the lower triangle of a symmetric positive definite matrix by that of its Cholesky factor, from row `first`
 * on: the rows before must hold the factor already. NaN where rounding has made the matrix indefinite.
 * @param A n x n, row-major; what is above the diagonal is neither read nor of use afterwards
 * @param n a whole number of blocks, as `first` is: fill up with rows of the identity
 */
export function continueCholesky(A: Float64Array, n: number, first: number): void {
  for (let i = first; i < n; i += BLOCK)
    for (let k = 0; k <= i; k += BLOCK) {
      for (let half = 0; half < BLOCK; half += 2) subtractKnown(A, n, i, k, k + half);
      solveBlock(A, n, i, k);
    }
}

/**
 * Replaces the n x n matrix X that stands below a Cholesky factor R, n x n, by X R⁻ᵀ.
 * @param stacked 2n x n, row-major; what is above the diagonal of R is not read
 * @param n a whole number of blocks
 */
export function solveBelow(stacked: Float64Array, n: number): void {
  for (let i = n; i < 2 * n; i += BLOCK)
    for (let k = 0; k < n; k += BLOCK) {
      for (let half = 0; half < BLOCK; half += 2) subtractKnown(stacked, n, i, k, k + half);
      solveBlock(stacked, n, i, k);
    }
}

/** Takes from columns `at` and `at + 1` of the block of rows i what the factor's first `known` columns make of them. */
function subtractKnown(A: Float64Array, n: number, i: number, known: number, at: number): void {
  eightProducts(A, i * n, n, A, at * n, n, known, sums);
  for (let r = 0; r < BLOCK; r++) {
    A[(i + r) * n + at] -= sums[2 * r];
    A[(i + r) * n + at + 1] -= sums[2 * r + 1];
  }
}

/** Solves the block of rows i and columns k against the factor's block on the diagonal, or makes that where i is k. */
function solveBlock(A: Float64Array, n: number, i: number, k: number): void {
  for (let row = i; row < i + BLOCK; row++) {
    const end = Math.min(k + BLOCK, row + 1);
    for (let column = k; column < end; column++) {
      let rest = A[row * n + column];
      for (let l = k; l < column; l++) rest -= A[row * n + l] * A[column * n + l];
      A[row * n + column] = row === column ? Math.sqrt(rest) : rest / A[column * n + column];
    }
  }
}
