import { normalizeGram } from '../../linalg/gram.ts';
import { alphaOfLambda, type LassoSolution, solveLasso } from '../../metrics/lasso.ts';
import { lassoPath } from '../../metrics/lasso-path.ts';
import {
  centerEntries,
  type LassoProblem,
  lassoProblem,
  squaredResidual,
} from '../../metrics/lasso-problem.ts';
import { jaccard, picksOf, selectionError } from '../../metrics/selection.ts';

/** The rows of one text as a regression sees them. */
export interface LassoText {
  /** tokens x tokens Gram matrix of the L2-normalised rows, centred over their entries where there is an intercept. */
  K: Float64Array;
  tokens: number;
  dim: number;
  /** Mean entry of each normalised row; where absent there is no intercept. */
  means?: Float64Array;
}

export interface SelectionOptions {
  /** Absent: the whole regularisation path. */
  lambda?: number;
  /** A coefficient or attention weight above this is a pick. */
  threshold: number;
}

/** What Lasso selects at one strength. */
export type LassoSelection = Pick<LassoSolution, 'coefficients' | 'gap' | 'iterations' | 'converged'> & {
  lambda: number;
  alpha: number;
  /** Null without an intercept. */
  intercept: number | null;
  /** Positions, largest coefficient first; a negative coefficient is no pick. */
  picks: number[];
  /** Overlap with the attention picks; null where nothing is picked. */
  jaccard: number | null;
  /** Relative squared error of the least-squares fit on the picks. */
  error: number | null;
  /** Relative squared error of the coefficients themselves, those that are no picks included. */
  fitError: number | null;
};

/** One target token: what attention and Lasso select among the tokens before it. */
export type TargetSelection = {
  target: number;
  /** Weights of the tokens 0 to target; they add up to 1. */
  attention: Float64Array;
  /** Positions before the target, largest weight first. */
  attentionPicks: number[];
  attentionError: number | null;
  /** Attention weight of the first token. */
  sinkShare: number;
  /** One, or one per strength of the path. */
  lasso: LassoSelection[];
};

/**
 * Prepares one text.
 * @param gram tokens x tokens Gram matrix of the raw rows of `dim` entries, row-major
 * @param rawMeans mean entry of each raw row, for a regression with an intercept
 * @throws LlmgeoError when a row has norm 0
 */
export function lassoText(
  gram: Float64Array,
  tokens: number,
  dim: number,
  rawMeans?: Float64Array,
): LassoText {
  const K = normalizeGram(gram, tokens);
  if (rawMeans === undefined) return { K, tokens, dim };
  const means = rawMeans.map((mean, i) => mean / Math.sqrt(gram[i * (tokens + 1)]));
  return { K: centerEntries(K, tokens, means, dim), tokens, dim, means };
}

/**
 * Lasso and attention side by side for one target of a text (section 4.2).
 * @param attention weights of the tokens 0 to target (and possibly beyond), mean over heads
 */
export function selectTokens(
  text: LassoText,
  target: number,
  attention: ArrayLike<number>,
  { lambda, threshold }: SelectionOptions,
): TargetSelection {
  const problem = lassoProblem(text.K, text.tokens, target);
  const weights = Float64Array.from({ length: target + 1 }, (_, j) => attention[j]);
  const attentionPicks = picksOf(weights.subarray(0, target), threshold);
  const solutions = lambda === undefined ? lassoPath(problem) : [{ lambda, ...solveLasso(problem, lambda) }];
  return {
    target,
    attention: weights,
    attentionPicks,
    attentionError: selectionError(problem, attentionPicks),
    sinkShare: weights[0],
    lasso: solutions.map((solution) => {
      const picks = picksOf(solution.coefficients, threshold);
      return {
        ...describeSolution(text, problem, target, solution),
        picks,
        jaccard: jaccard(picks, attentionPicks),
        error: selectionError(problem, picks),
      };
    }),
  };
}

function describeSolution(
  { dim, means }: LassoText,
  problem: LassoProblem,
  target: number,
  solution: LassoSolution & { lambda: number },
): Omit<LassoSelection, 'picks' | 'jaccard' | 'error'> {
  const { lambda, coefficients, gap, iterations, converged } = solution;
  const predicted = (of: Float64Array) => coefficients.reduce((sum, value, j) => sum + value * of[j], 0);
  const { squaredNorm } = problem;
  return {
    lambda,
    alpha: alphaOfLambda(lambda, dim),
    coefficients,
    gap,
    iterations,
    converged,
    intercept: means === undefined ? null : means[target] - predicted(means),
    fitError: squaredNorm > 0 ? squaredResidual(problem, solution) / squaredNorm : null,
  };
}
