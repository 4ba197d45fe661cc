import { InputError } from '../errors.ts';
import { checkFinite, checkLength, checkMatrix, checkSize } from '../linalg/check.ts';

/**
 * One Lasso in terms of inner products: min over b of ‖z - Σ b_j z_j‖² + λ‖b‖₁, where the rows z_j and the target z
 * are known by their Gram matrix alone.
 */
export interface LassoProblem {
  /** Number of rows z_j. */
  size: number;
  /** Q_ij = <z_i, z_j> at `Q[i * stride + j]`, i and j below `size`. */
  Q: Float64Array;
  stride: number;
  /** <z_j, z>. */
  products: Float64Array;
  /** ‖z‖². */
  squaredNorm: number;
}

/** Coefficients, and the gradient that belongs to them: g_j = <z_j, z - Σ b_i z_i>. */
export interface LassoState {
  coefficients: Float64Array;
  gradient: Float64Array;
}

/**
 * The regression of row `target` on all rows before it.
 * @param K n x n Gram matrix, row-major; L2-normalised rows for the paper's Lasso
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * lassoProblem(Float64Array.of(1, 0.5, 0.5, 1), 2, 1).products; // [0.5]
 * ```
 */
export function lassoProblem(K: Float64Array, n: number, target: number): LassoProblem {
  checkMatrix(K, n);
  checkSize('the target', target);
  if (target >= n) throw new InputError(`of ${n} rows none is row ${target}`, 'rows count from 0');
  const products = K.subarray(target * n, target * n + target);
  checkFinite('the Gram matrix', K.subarray(target * n, target * n + target + 1));
  return { size: target, Q: K, stride: n, products, squaredNorm: K[target * n + target] };
}

/**
 * The Gram matrix of rows less their own mean entry, which is what a regression with an intercept sees:
 * K_ij - d m_i m_j. (Its columns are the rows here, so each is centred over its d entries, as scikit-learn does.)
 * @param means m_i, the mean over the d entries of row i
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * centerEntries(Float64Array.of(1, 0.5, 0.5, 1), 2, [0.1, 0.2], 4); // [0.96, 0.42, 0.42, 0.84]
 * ```
 */
export function centerEntries(
  K: Float64Array,
  n: number,
  means: ArrayLike<number>,
  dim: number,
): Float64Array {
  checkMatrix(K, n);
  checkLength('means', means, n);
  checkSize('the hidden size', dim, 1);
  checkFinite('the Gram matrix', K);
  checkFinite('the means', means);
  return K.map((value, at) => value - dim * means[Math.floor(at / n)] * means[at % n]);
}

/**
 * The λ from which on every coefficient is 0: 2 max |<z_j, z>|.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * largestLambda(lassoProblem(Float64Array.of(1, 0.5, 0.5, 1), 2, 1)); // 1
 * ```
 */
export function largestLambda({ products }: LassoProblem): number {
  return products.reduce((most, product) => Math.max(most, 2 * Math.abs(product)), 0);
}

/** Coefficients with their gradient, computed anew; all zero where none are given. */
export function stateAt(problem: LassoProblem, start?: Float64Array): LassoState {
  const state = { coefficients: new Float64Array(problem.size), gradient: problem.products.slice() };
  start?.forEach((value, j) => {
    if (value !== 0) shift(problem, state, j, value);
  });
  return state;
}

/** Adds `step` to coefficient j. All of the time of a Lasso goes into this. */
export function shift({ Q, stride }: LassoProblem, state: LassoState, j: number, step: number): void {
  const { coefficients, gradient } = state;
  coefficients[j] += step;
  const size = gradient.length;
  const row = j * stride;
  let i = 0;
  for (; i + 3 < size; i += 4) {
    gradient[i] -= step * Q[row + i];
    gradient[i + 1] -= step * Q[row + i + 1];
    gradient[i + 2] -= step * Q[row + i + 2];
    gradient[i + 3] -= step * Q[row + i + 3];
  }
  for (; i < size; i++) gradient[i] -= step * Q[row + i];
}

/**
 * The duality gap P(b) - D(s r) of b, in the units of the objective P(b) = ‖r‖² + λ‖b‖₁ with r = z - Σ b_j z_j: an upper
 * bound of what P(b) exceeds the least P by. The dual is D(u) = 2<u, z> - ‖u‖² under 2 |<z_j, u>| <= λ for all j, and
 * s = min(1, λ / (2 max |g_j|)) makes s r feasible, so gap = (1 + s²)‖r‖² - 2 s <r, z> + λ‖b‖₁. scikit-learn's
 * objective is P / (2d) with alpha = λ / (2d).
 */
export function dualityGap(
  problem: LassoProblem,
  { coefficients, gradient }: LassoState,
  lambda: number,
): number {
  let [towardsTarget, explained, total, steepest] = [problem.squaredNorm, 0, 0, 0];
  for (let j = 0; j < problem.size; j++) {
    towardsTarget -= coefficients[j] * problem.products[j];
    explained += coefficients[j] * gradient[j];
    total += Math.abs(coefficients[j]);
    steepest = Math.max(steepest, Math.abs(gradient[j]));
  }
  const residual = towardsTarget - explained; // ‖r‖² = <r, z> - <r, Σ b_j z_j>
  const s = steepest > 0 ? Math.min(1, lambda / (2 * steepest)) : 1;
  return Math.max(0, (1 + s * s) * residual - 2 * s * towardsTarget + lambda * total); // below 0: rounding
}

/** ‖z - Σ b_j z_j‖², clamped at 0. */
export function squaredResidual(problem: LassoProblem, { coefficients, gradient }: LassoState): number {
  let residual = problem.squaredNorm;
  for (let j = 0; j < problem.size; j++) residual -= coefficients[j] * (problem.products[j] + gradient[j]);
  return Math.max(0, residual);
}
