import { checkFinite, checkPositive } from '../linalg/check.ts';

/**
 * Stable rank of the L2-normalised, uncentred hidden states Z (Def 4.2): ‖Z‖_F² / ‖Z‖₂² = n / largest eigenvalue
 * of K = Z Zᵀ, from 1 (all rows alike) to n (orthogonal rows).
 * @param eigenvalues of K, n of them
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * stableRank(Float64Array.of(1.5, 0.5)); // 1.3333
 * ```
 */
export function stableRank(eigenvalues: Float64Array): number {
  checkFinite('the eigenvalues', eigenvalues);
  const largest = eigenvalues.reduce((a, b) => Math.max(a, b), 0);
  checkPositive('the largest eigenvalue', largest);
  return Math.max(1, eigenvalues.length / largest); // rounding puts the eigenvalue of equal rows above n
}
