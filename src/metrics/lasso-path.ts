import { type LassoSolution, solveLasso } from './lasso.ts';
import { type LassoProblem, largestLambda } from './lasso-problem.ts';

/** The grid of scikit-learn's `lasso_path`. */
export const PATH_STRENGTHS = 100;
const SMALLEST_SHARE = 1e-3;

/** The solution at one strength of the path. */
export interface PathPoint extends LassoSolution {
  lambda: number;
}

/**
 * The regularisation path: solutions at 100 strengths, evenly spaced in log λ, from the λ at which all
 * coefficients vanish down to a thousandth of it, each started from the one before. Empty where no row has a product
 * with the target: then the coefficients are 0 at any strength.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * const K = Float64Array.of(1, 0, 0.6, 0, 1, 0.3, 0.6, 0.3, 1);
 * lassoPath(lassoProblem(K, 3, 2)).at(-1)!.coefficients; // [0.5994, 0.2994]
 * ```
 */
export function lassoPath(problem: LassoProblem): PathPoint[] {
  const largest = largestLambda(problem);
  const points: PathPoint[] = [];
  let start: Float64Array | undefined;
  for (let i = 0; i < PATH_STRENGTHS && largest > 0; i++) {
    const lambda = largest * SMALLEST_SHARE ** (i / (PATH_STRENGTHS - 1));
    const solution = solveLasso(problem, lambda, start);
    points.push({ lambda, ...solution });
    start = solution.coefficients;
  }
  return points;
}
