import { checkFinite, checkLength, checkSize } from '../linalg/check.ts';

/** Attention of one block on one text: a_tj is `weights[h, t, j]`, softmax over j <= t; v_j is `values[h, j, :]`. */
export interface BlockAttention {
  /** (heads, T, T), row-major. */
  weights: ArrayLike<number>;
  /** (heads, T, headDim), row-major. */
  values: ArrayLike<number>;
  heads: number;
  tokens: number;
  headDim: number;
}

/** Errors by head and token, (heads, T); NaN where undefined. */
export interface ExpansionErrors {
  /**
   * Of eq. (3) with eq. (4) put in, before anything is dropped: an identity, so rounding only. Relative to
   * ‖z_t‖ + ‖double sum‖, since the two sums cancel.
   */
  exact: Float64Array;
  /** ‖z_t - right-hand side of eq. (5)‖ / ‖z_t‖: eq. (5) drops the double sum. The first two tokens have none. */
  approximate: Float64Array;
}

/**
 * Section 4.2's argument for the Lasso, head by head: z_t = Σ_j a_tj v_j (eq. 3), v_j from the z of the tokens up to
 * j (eq. 4), and z_t ≈ a_tt v_t + Σ_{j<t} (a_tj / a_jj) z_j (eq. 5). z_t is the output of one head: output projection,
 * residual stream and MLP come after it and are not in the argument. Undefined (NaN) where z_t is 0 or a token that
 * t attends to has no weight on itself. Cost heads * T² * headDim.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * const [weights, values] = [[1, 0, 0, 0.5, 0.5, 0, 0.2, 0.3, 0.5], [1, 3, 2]];
 * expansionErrors({ weights, values, heads: 1, tokens: 3, headDim: 1 }).approximate; // [0, 0, 0.14286]
 * ```
 */
export function expansionErrors(block: BlockAttention): ExpansionErrors {
  checkBlock(block);
  const { heads, tokens } = block;
  const errors = { exact: new Float64Array(heads * tokens), approximate: new Float64Array(heads * tokens) };
  for (let h = 0; h < heads; h++) {
    const { z, dropped } = headTerms(block, h);
    for (let t = 0; t < tokens; t++) {
      const found = errorsOf(block, h, t, z, dropped);
      errors.exact[h * tokens + t] = found.exact;
      errors.approximate[h * tokens + t] = found.approximate;
    }
  }
  return errors;
}

function checkBlock({ weights, values, heads, tokens, headDim }: BlockAttention): void {
  checkSize('the number of heads', heads, 1);
  checkSize('the number of tokens', tokens, 1);
  checkSize('the size of a head', headDim, 1);
  checkLength('attention weights', weights, heads * tokens * tokens);
  checkLength('entries of values', values, heads * tokens * headDim);
  checkFinite('the attention weights', weights);
  checkFinite('the values', values);
}

/** z_j = Σ_{k<=j} a_jk v_k, and Σ_{k<j} (a_jk / a_jj) v_k, what eq. (4) takes off z_j / a_jj; T x headDim each. */
function headTerms({ weights, values, tokens, headDim }: BlockAttention, h: number) {
  const z = new Float64Array(tokens * headDim);
  const dropped = new Float64Array(tokens * headDim);
  for (let j = 0; j < tokens; j++) {
    const row = (h * tokens + j) * tokens;
    for (let k = 0; k <= j; k++) {
      const weight = weights[row + k];
      for (let e = 0; e < headDim; e++) {
        const term = weight * values[(h * tokens + k) * headDim + e];
        z[j * headDim + e] += term;
        if (k < j) dropped[j * headDim + e] += term / weights[row + j];
      }
    }
  }
  return { z, dropped };
}

function errorsOf(
  { weights, values, tokens, headDim }: BlockAttention,
  h: number,
  t: number,
  z: Float64Array,
  dropped: Float64Array,
) {
  const row = (h * tokens + t) * tokens;
  const rest = new Float64Array(headDim); // z_t less the right-hand side of eq. (5)
  const double = new Float64Array(headDim); // the double sum
  for (let e = 0; e < headDim; e++)
    rest[e] = z[t * headDim + e] - weights[row + t] * values[(h * tokens + t) * headDim + e];
  for (let j = 0; j < t; j++) {
    const weight = weights[row + j];
    if (weight === 0) continue; // the sums run over the weights that are not 0
    const share = weight / weights[(h * tokens + j) * tokens + j];
    for (let e = 0, at = j * headDim; e < headDim; e++, at++) {
      rest[e] -= share * z[at];
      double[e] += weight * dropped[at];
    }
  }
  let [length, exact, approximate, cancelling] = [0, 0, 0, 0];
  for (let e = 0; e < headDim; e++) {
    length += z[t * headDim + e] ** 2;
    approximate += rest[e] ** 2;
    exact += (rest[e] + double[e]) ** 2;
    cancelling += double[e] ** 2;
  }
  const relative = (squared: number, scale: number) => {
    const error = Math.sqrt(squared) / scale;
    return Number.isFinite(error) ? error : Number.NaN;
  };
  const scale = Math.sqrt(length);
  return {
    exact: relative(exact, scale + Math.sqrt(cancelling)),
    approximate: relative(approximate, scale),
  };
}
