import { InputError } from '../errors.ts';
import { checkFinite } from '../linalg/check.ts';
import { GrowingCholesky } from '../linalg/growing-cholesky.ts';
import { dot } from '../linalg/vector.ts';
import type { LassoProblem } from './lasso-problem.ts';

/** Tokens with a weight above this are picked: section 4.2 of the paper. */
export const DEFAULT_THRESHOLD = 0.01;

/** A row whose squared distance to the span of the others is this share of its length adds nothing. */
const DEPENDENT = 1e-12;

/**
 * The positions whose weight exceeds the threshold, largest weight first, equal ones in order. Negative weights never do.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * picksOf([0.2, 0, 0.7, 0.01], DEFAULT_THRESHOLD); // [2, 0]
 * ```
 */
export function picksOf(weights: ArrayLike<number>, threshold: number): number[] {
  checkFinite('the weights', weights);
  checkFinite('the threshold', [threshold]);
  const picks = Array.from({ length: weights.length }, (_, j) => j).filter((j) => weights[j] > threshold);
  return picks.sort((i, j) => weights[j] - weights[i] || i - j);
}

/**
 * Share of the positions in either selection that are in both; null where both are empty.
 * @example
 * ```ts
 * jaccard([1, 2, 3], [3, 4]); // 0.25
 * ```
 */
export function jaccard(a: readonly number[], b: readonly number[]): number | null {
  const others = new Set(b);
  const common = a.filter((position) => others.has(position)).length;
  const either = a.length + b.length - common;
  return either === 0 ? null : common / either;
}

/**
 * How much of the target the selected rows cannot express, whatever their weights: the relative squared error of its
 * least-squares fit on them, min over w of ‖z - Σ w_j z_j‖² / ‖z‖², within [0, 1]; 1 for no row; null where z = 0. So
 * two selections are compared as selections, not by the weights they came with.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * selectionError(lassoProblem(Float64Array.of(1, 0.5, 0.5, 1), 2, 1), [0]); // 0.75
 * ```
 */
export function selectionError(problem: LassoProblem, selection: readonly number[]): number | null {
  const { Q, stride, products, squaredNorm, size } = problem;
  const wrong = selection.find((j) => !(Number.isInteger(j) && j >= 0 && j < size));
  if (wrong !== undefined)
    throw new InputError(`position ${wrong} is not one of ${size}`, 'positions count from 0');
  if (!(squaredNorm > 0)) return null;
  const factor = new GrowingCholesky();
  const independent: number[] = [];
  for (const j of selection) {
    const projection = factor.forward(independent.map((i) => Q[j * stride + i]));
    const left = Q[j * (stride + 1)] - dot(projection, projection);
    if (!(left > DEPENDENT * Q[j * (stride + 1)])) continue;
    factor.append(projection, left);
    independent.push(j);
  }
  const explained = factor.forward(independent.map((j) => products[j]));
  return Math.min(1, Math.max(0, (squaredNorm - dot(explained, explained)) / squaredNorm));
}
