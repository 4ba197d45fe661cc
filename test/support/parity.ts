import type { Encoding } from '../../src/model/capture.ts';
import { type Golden, type GoldenCase, type GoldenStates, goldenStates } from './goldens.ts';

/** Largest differences of a float32 forward pass from the float64 reference. */
export interface Parity {
  /** Over all layers and rows, ‖found - expected‖ / ‖expected‖ of a row. */
  hidden: number;
  /** Over all layers, heads and weights, |found - expected|. */
  attention: number;
}

/** The tolerances of a float32 forward pass: tight enough to show a wrong epsilon, activation or rotary table. */
export const HIDDEN_TOLERANCE = 5e-6;
export const ATTENTION_TOLERANCE = 1e-5;

/** The cases of a golden file whose states and attention are stored whole. */
export function wholeCases({ cases }: Golden): GoldenCase[] {
  return Object.values(cases).filter((entry) => entry.hidden);
}

/** Row-relative difference of two (T, d) matrices: the largest over the rows. */
export function rowError(found: Float32Array, expected: Float64Array, d: number): number {
  let worst = 0;
  for (let row = 0; row < expected.length; row += d) {
    let difference = 0;
    let norm = 0;
    for (let i = row; i < row + d; i++) {
      difference += (found[i] - expected[i]) ** 2;
      norm += expected[i] ** 2;
    }
    worst = Math.max(worst, Math.sqrt(difference / norm));
  }
  return worst;
}

/** Compares what a run captured of a case (all hidden states, full attention) with the reference. */
export function parity(encoding: Encoding, expected: GoldenStates): Parity {
  const result = { hidden: 0, attention: 0 };
  for (const [layer, { dims, data }] of encoding.hidden)
    if (layer !== 'last-raw')
      result.hidden = Math.max(result.hidden, rowError(data, goldenStates(expected, layer).H, dims[1]));
  let at = 0;
  for (const { dims, data } of encoding.attention.values()) {
    const [heads, tokens] = dims;
    for (let head = 0; head < heads; head++)
      for (let query = 0; query < tokens; query++)
        for (let key = 0; key <= query; key++) {
          const found = data[(head * tokens + query) * tokens + key];
          const difference = Math.abs(found - expected.attn_lower_triangle!.data[at++]);
          result.attention = Math.max(result.attention, difference);
        }
  }
  return result;
}
