import { dualityGap, type LassoProblem, type LassoState, shift } from './lasso-problem.ts';

/**
 * Cyclic coordinate descent: sweeps over the coefficients, setting each to its best value with the others fixed,
 * until the duality gap is below `tolerance` or `sweeps` are done. Changes `state` in place; gives the sweeps done.
 */
export function descend(
  problem: LassoProblem,
  state: LassoState,
  lambda: number,
  tolerance: number,
  sweeps: number,
): number {
  for (let sweep = 0; sweep < sweeps; sweep++) {
    if (dualityGap(problem, state, lambda) < tolerance) return sweep;
    sweepOnce(problem, state, lambda / 2);
  }
  return sweeps;
}

function sweepOnce(problem: LassoProblem, state: LassoState, threshold: number): void {
  const { Q, stride, size } = problem;
  const { coefficients, gradient } = state;
  for (let j = 0; j < size; j++) {
    const curvature = Q[j * (stride + 1)];
    if (curvature <= 0) continue; // a row of zeros explains nothing
    const pull = gradient[j] + curvature * coefficients[j];
    const best = softThreshold(pull, threshold) / curvature;
    if (best !== coefficients[j]) shift(problem, state, j, best - coefficients[j]);
  }
}

/** The number moved towards 0 by `threshold`, at most to 0. */
function softThreshold(value: number, threshold: number): number {
  if (value > threshold) return value - threshold;
  return value < -threshold ? value + threshold : 0;
}
