/**
 * Stable rank of the L2-normalised, uncentred hidden states Z (Def 4.2): ‖Z‖_F² / ‖Z‖₂² = n / largest eigenvalue
 * of K = Z Zᵀ, from 1 (all rows alike) to n (orthogonal rows).
 * @param eigenvalues of K, n of them
 */
export function stableRank(eigenvalues: Float64Array): number {
  const largest = eigenvalues.reduce((a, b) => Math.max(a, b));
  return Math.max(1, eigenvalues.length / largest); // rounding puts the eigenvalue of equal rows above n
}
