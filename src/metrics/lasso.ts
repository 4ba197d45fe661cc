import { InputError } from '../errors.ts';
import { checkLength, checkPositive, checkSize } from '../linalg/check.ts';
import { descend } from './coordinate-descent.ts';
import { solveActiveSet } from './lasso-active-set.ts';
import { dualityGap, type LassoProblem, type LassoState, stateAt } from './lasso-problem.ts';

/** Below this duality gap a Lasso counts as solved; rows have length 1, so it is also relative to ‖z‖². */
export const GAP_TOLERANCE = 1e-10;
/** Where this many sweeps of coordinate descent do not suffice, the active set is quicker. */
const MOST_SWEEPS = 30;
/** A Lasso takes two or three moves per active row; this many mean that rounding leads in circles. */
const MOVES_PER_ROW = 10;

/** Coefficients, and how far from the optimum they may be. */
export interface LassoSolution extends LassoState {
  /** Duality gap in the units of ‖z - Σ b_j z_j‖² + λ‖b‖₁. */
  gap: number;
  /** Sweeps of coordinate descent plus moves of the active set. */
  iterations: number;
  /** Whether the gap is below `GAP_TOLERANCE`. */
  converged: boolean;
}

/**
 * The Lasso of section 4.2, min over b of ‖z - Σ b_j z_j‖² + λ‖b‖₁, from inner products alone. Coordinate descent
 * until the duality gap is below 1e-10 or progress is slow (λ = 1e-4 would take it 60,000 sweeps), then an
 * active set from where it stands, so that the coefficients are exact to rounding, not just the objective. Where rows
 * are repeated the solution is not unique: the first of equal rows carries the coefficient.
 * @param start where to begin; 0 if absent
 * @throws InputError when λ is not a positive number
 * @example
 * ```ts
 * const K = Float64Array.of(1, 0, 0.6, 0, 1, 0.3, 0.6, 0.3, 1);
 * solveLasso(lassoProblem(K, 3, 2), 0.2).coefficients; // [0.5, 0.2]
 * ```
 */
export function solveLasso(problem: LassoProblem, lambda: number, start?: Float64Array): LassoSolution {
  if (!(lambda > 0 && Number.isFinite(lambda)))
    throw new InputError(`lambda is ${lambda}, but must be a number above 0`, "the paper's value is 1e-4");
  if (start) checkLength('coefficients', start, problem.size);
  const state = stateAt(problem, start);
  const sweeps = descend(problem, state, lambda, GAP_TOLERANCE, MOST_SWEEPS);
  const moves = solveActiveSet(problem, state, lambda, MOVES_PER_ROW * problem.size);
  const gap = dualityGap(problem, state, lambda);
  if (Number.isNaN(gap))
    throw new InputError('the inner products or the start of a Lasso are not finite', 'give finite numbers');
  return { ...state, gap, iterations: sweeps + moves, converged: gap < GAP_TOLERANCE };
}

/**
 * The λ of scikit-learn's `Lasso(alpha)`, whose objective is ‖z - Σ b_j z_j‖²/(2d) + alpha ‖b‖₁.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * lambdaOfAlpha(1e-4, 64); // 0.0128
 * ```
 */
export function lambdaOfAlpha(alpha: number, dim: number): number {
  checkSize('the hidden size', dim, 1);
  checkPositive('alpha', alpha);
  return 2 * dim * alpha;
}

/**
 * The alpha that gives scikit-learn's `Lasso` this λ.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * alphaOfLambda(0.0128, 64); // 0.0001
 * ```
 */
export function alphaOfLambda(lambda: number, dim: number): number {
  checkSize('the hidden size', dim, 1);
  checkPositive('lambda', lambda);
  return lambda / (2 * dim);
}
