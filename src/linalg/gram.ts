import { LlmgeoError } from '../errors.ts';
import { dot } from './vector.ts';

/**
 * K = D^-½ G D^-½ with D = diag G: the Gram matrix of the L2-normalised rows, from the Gram matrix of the raw
 * rows. Reads the lower triangle of G only, so K is symmetric to the last bit; its diagonal is exactly 1.
 * @param G n x n, row-major
 * @throws LlmgeoError when a row has norm 0 or G is not finite, naming the row
 */
export function normalizeGram(G: Float64Array, n: number): Float64Array {
  const squares = Float64Array.from({ length: n }, (_, i) => squaredNorm(G[i * n + i], i));
  const K = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      // the root of the product, not the product of roots: so equal rows have a cosine of exactly 1
      const lengths = Math.sqrt(squares[i] * squares[j]);
      const cosine = G[i * n + j] / lengths;
      if (!Number.isFinite(cosine) || !Number.isFinite(lengths)) throw notFinite(i);
      K[i * n + j] = cosine;
      K[j * n + i] = cosine;
    }
    K[i * n + i] = 1;
  }
  return K;
}

/**
 * The cosines between the rows of two sets, from their inner products and the Gram matrix of each: n x m, row-major.
 * @param C n x m inner products of the raw rows, as `Runner.crossGram` gives them
 * @param G n x n Gram matrix of the first set
 * @param H m x m Gram matrix of the second
 * @throws LlmgeoError when a row has norm 0 or is not finite, naming the row
 */
export function normalizeCross(
  C: Float64Array,
  G: Float64Array,
  n: number,
  H: Float64Array,
  m: number,
): Float64Array {
  const ofRows = Float64Array.from({ length: n }, (_, i) => squaredNorm(G[i * n + i], i));
  const ofColumns = Float64Array.from({ length: m }, (_, j) => squaredNorm(H[j * m + j], j));
  return C.map((product, at) => product / Math.sqrt(ofRows[Math.floor(at / m)] * ofColumns[at % m]));
}

/** J G J with J = I - 1/n: the Gram matrix of the rows less their mean, from the Gram matrix of the rows, n x n. */
export function centerGram(G: Float64Array, n: number): Float64Array {
  const means = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) means[i] += G[i * n + j];
    means[i] /= n;
  }
  const grand = means.reduce((sum, mean) => sum + mean, 0) / n;
  return G.map((value, at) => value - (means[Math.floor(at / n)] + means[at % n]) + grand);
}

/** The Gram matrix of n rows of d entries, row-major, n x n. */
export function gramOfRows(rows: Float64Array, n: number, d: number): Float64Array {
  const G = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = rows.subarray(i * d, (i + 1) * d);
    for (let j = 0; j <= i; j++) {
      const product = dot(row, rows.subarray(j * d, (j + 1) * d));
      G[i * n + j] = product;
      G[j * n + i] = product;
    }
  }
  return G;
}

/** The leading T x T part of an n x n matrix, row-major: the Gram matrix of the first T rows. */
export function leadingGram(G: Float64Array, n: number, T: number): Float64Array {
  const out = new Float64Array(T * T);
  for (let i = 0; i < T; i++) out.set(G.subarray(i * n, i * n + T), i * T);
  return out;
}

function squaredNorm(squared: number, row: number): number {
  if (!Number.isFinite(squared)) throw notFinite(row);
  if (squared > 0) return squared;
  throw new LlmgeoError(
    `row ${row} of the hidden states has norm 0, so it cannot be L2-normalised`,
    'check the weights of the model, or choose another layer',
  );
}

function notFinite(row: number): LlmgeoError {
  return new LlmgeoError(
    `row ${row} of the hidden states is not finite (NaN or infinite)`,
    'check the weights of the model, or choose another layer',
  );
}
