import { normalizeGram } from '../../src/linalg/gram.ts';
import { normal } from './random.ts';

/** G = H Hᵀ for T rows of d entries. */
export function gramOf(H: Float64Array, T: number, d: number): Float64Array {
  const G = new Float64Array(T * T);
  for (let i = 0; i < T; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += H[i * d + k] * H[j * d + k];
      G[i * T + j] = sum;
      G[j * T + i] = sum;
    }
  return G;
}

/** Normalised Gram matrix of n random rows of d entries around a common vector `mean` times as long as their spread. */
export function randomGram(n: number, d: number, mean: number, seed = 1): Float64Array {
  const next = normal(seed);
  const center = Float64Array.from({ length: d }, next);
  const H = Float64Array.from({ length: n * d }, (_, i) => next() + mean * center[i % d]);
  return normalizeGram(gramOf(H, n, d), n);
}

/** The leading T x T part of an n x n matrix. */
export function leading(K: Float64Array, n: number, T: number): Float64Array {
  return Float64Array.from({ length: T * T }, (_, i) => K[Math.floor(i / T) * n + (i % T)]);
}
