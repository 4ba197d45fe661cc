import { continueCholesky, solveBelow, wholeBlocks } from './blocked-cholesky.ts';
import { Workspace } from './workspace.ts';

const room = new Workspace();

/**
 * R⁻¹ S R⁻ᵀ with R Rᵀ = A + shift * I, whose eigenvalues are the generalised ones of S and A + shift * I, n x n.
 * About 7/6 n³ multiplications.
 * @param S n x n, row-major, symmetric
 * @param A n x n, row-major, symmetric and positive semidefinite
 * @param shift above what rounding makes of the eigenvalues of A that are 0
 */
export function whitened(S: Float64Array, A: Float64Array, n: number, shift: number): Float64Array {
  const size = wholeBlocks(n);
  const stacked = room.take(2 * size * size).fill(0, 0, 2 * size * size);
  for (let i = 0; i < size; i++) {
    if (i < n) stacked.set(A.subarray(i * n, (i + 1) * n), i * size);
    stacked[i * size + i] = i < n ? A[i * n + i] + shift : 1;
  }
  const below = stacked.subarray(size * size, 2 * size * size);
  for (let i = 0; i < n; i++) below.set(S.subarray(i * n, (i + 1) * n), i * size);
  continueCholesky(stacked, size, 0);
  solveBelow(stacked, size);
  transposeSquare(below, size);
  solveBelow(stacked, size);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out.set(below.subarray(i * size, i * size + n), i * n);
  return out;
}

function transposeSquare(X: Float64Array, n: number): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const value = X[i * n + j];
      X[i * n + j] = X[j * n + i];
      X[j * n + i] = value;
    }
}
