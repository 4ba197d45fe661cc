import { normalizeGram } from '../../linalg/gram.ts';
import {
  type InformationGain,
  informationGain,
  informationGainBound,
} from '../../metrics/information-gain.ts';

/** Information gain of one text and its bound, from the Gram matrix G (n x n) of its raw hidden states. */
export function textGain(
  G: Float64Array,
  n: number,
  dim: number,
  sigma: number,
): InformationGain & { bound: Float64Array } {
  const K = normalizeGram(G, n);
  const gain = informationGain(K, n, sigma);
  const bound = informationGainBound(K, n, dim, sigma);
  // where the bound is attained (one token, repeated tokens), rounding may put it below by 1e-11
  return { ...gain, bound: bound.map((value, i) => Math.max(value, gain.informationGain[i])) };
}
