import { checkFinite } from '../linalg/check.ts';
import { centerGram, normalizeGram } from '../linalg/gram.ts';
import { symmetricEigenvalues } from '../linalg/symmetric-eigenvalues.ts';

/**
 * A centred state whose length is a smaller share of the states' root mean square length is 0 but for rounding:
 * repeated tokens have equal states, which a float32 forward pass of the nano suite spreads by up to 4e-7.
 */
const ROUNDING = 1e-5;

/**
 * Von Neumann entropy of the eigenvalues of a Gram matrix over their sum, -Σ λ log λ, in nats; e to its power is the
 * effective rank.
 * @param eigenvalues of a positive semidefinite matrix; negative ones are rounding and count as 0
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * matrixEntropy(Float64Array.of(1, 1)); // 0.69315
 * ```
 */
export function matrixEntropy(eigenvalues: Float64Array): number {
  checkFinite('the eigenvalues', eigenvalues);
  const positive = eigenvalues.map((value) => Math.max(0, value));
  const trace = positive.reduce((sum, value) => sum + value, 0);
  return positive.reduce(
    (sum, value) => (value === 0 ? sum : sum - (value / trace) * Math.log(value / trace)),
    0,
  );
}

/**
 * Matrix entropy as Wei et al. 2024 (arXiv 2401.17139) define it: the raw states are centred over the tokens, then
 * L2-normalised. A state that equals the mean has no direction: it is left out, as if its normalised row were 0.
 * @param G n x n Gram matrix of the raw hidden states, row-major
 * @returns nats; null where every state equals the mean: one token, or the same token repeated
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * centeredMatrixEntropy(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3); // 0.69315
 * ```
 */
export function centeredMatrixEntropy(G: Float64Array, n: number): number | null {
  const centered = centerGram(G, n);
  const kept = statesOffTheMean(G, centered, n);
  if (kept.length === 0) return null;
  const K = normalizeGram(principalPart(centered, n, kept), kept.length);
  return matrixEntropy(symmetricEigenvalues(K, kept.length));
}

function statesOffTheMean(G: Float64Array, centered: Float64Array, n: number): number[] {
  let squares = 0;
  for (let i = 0; i < n; i++) squares += G[i * n + i];
  const least = ROUNDING ** 2 * (squares / n);
  return Array.from({ length: n }, (_, i) => i).filter((i) => !(centered[i * n + i] <= least));
}

/** The rows and columns of a n x n matrix that `kept` lists. */
function principalPart(A: Float64Array, n: number, kept: readonly number[]): Float64Array {
  return kept.length === n ? A : Float64Array.from(kept.flatMap((i) => kept.map((j) => A[i * n + j])));
}
