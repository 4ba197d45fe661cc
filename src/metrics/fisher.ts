import { klDivergence } from './discrete-information.ts';

/** How far a small step Δ of the parameters moves a distribution, in nats and squared nats (section 3.1). */
export interface FisherStep {
  /** KL(p_θ ‖ p_θ+Δ), which is ½ Δᵀ F Δ + O(Δ³). */
  divergence: number;
  /** E_p_θ (log p_θ+Δ - log p_θ)², which is Δᵀ F Δ + O(Δ³): the printed ½ is wrong here. */
  squaredDifference: number;
  /** Δᵀ F Δ. */
  quadratic: number;
}

/** Both of section 3.1's expansions for p_θ(x) ∝ exp θ_x, whose Fisher matrix is diag(p) - p pᵀ. */
export function fisherStep(theta: readonly number[], step: readonly number[]): FisherStep {
  const p = softmax(theta);
  const moved = softmax(theta.map((value, x) => value + step[x]));
  const mean = p.reduce((sum, value, x) => sum + value * step[x], 0);
  return {
    divergence: klDivergence(p, moved),
    squaredDifference: p.reduce((sum, value, x) => sum + value * Math.log(moved[x] / value) ** 2, 0),
    quadratic: p.reduce((sum, value, x) => sum + value * (step[x] - mean) ** 2, 0),
  };
}

function softmax(logits: readonly number[]): number[] {
  const powers = logits.map(Math.exp);
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}
