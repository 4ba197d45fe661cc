import { InputError, LlmgeoError } from '../errors.ts';
import { checkFinite, checkMatrix, checkRows, checkSize } from './check.ts';
import { dot } from './vector.ts';

/** Below it, float64 has fewer digits. */
const LEAST_NORMAL = 2 ** -1022;

/**
 * K = D^-½ G D^-½ with D = diag G: the Gram matrix of the L2-normalised rows, from the Gram matrix of the raw
 * rows. Reads the lower triangle of G only, so K is symmetric to the last bit; its diagonal is exactly 1.
 * @param G n x n, row-major
 * @throws LlmgeoError when a row has norm 0 or G is not finite, naming the row
 * @example
 * ```ts
 * normalizeGram(Float64Array.of(4, 2, 2, 4), 2); // [1, 0.5, 0.5, 1]
 * ```
 */
export function normalizeGram(G: Float64Array, n: number): Float64Array {
  checkMatrix(G, n);
  const squares = Float64Array.from({ length: n }, (_, i) => squaredNorm(G[i * n + i], i));
  const K = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      // the root of the product, not the product of roots: so equal rows have a cosine of exactly 1
      const lengths = rootOfProduct(squares[i], squares[j]);
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
 * J G J with J = I - 1/n: the Gram matrix of the rows less their mean, from the Gram matrix of the rows, n x n.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * centerGram(Float64Array.of(1, 0, 0, 1), 2); // [0.5, -0.5, -0.5, 0.5]
 * ```
 */
export function centerGram(G: Float64Array, n: number): Float64Array {
  checkMatrix(G, n);
  checkFinite('the Gram matrix', G);
  const means = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) means[i] += G[i * n + j];
    means[i] /= n;
  }
  const grand = means.reduce((sum, mean) => sum + mean, 0) / n;
  return G.map((value, at) => value - (means[Math.floor(at / n)] + means[at % n]) + grand);
}

/**
 * The Gram matrix of n rows of d entries, row-major, n x n.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * gramOfRows(Float64Array.of(1, 0, 2, 1, 1, 1), 2, 3); // [5, 3, 3, 3]
 * ```
 */
export function gramOfRows(rows: Float64Array, n: number, d: number): Float64Array {
  checkRows(rows, n, d);
  checkFinite('the rows', rows);
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

/**
 * The leading T x T part of an n x n matrix, row-major: the Gram matrix of the first T rows.
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * leadingGram(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 3, 2); // [1, 2, 4, 5]
 * ```
 */
export function leadingGram(G: Float64Array, n: number, T: number): Float64Array {
  checkMatrix(G, n);
  checkFinite('the Gram matrix', G);
  checkSize('the size of the leading part', T);
  if (T > n) throw new InputError(`a matrix of ${n} rows has no ${T} leading ones`, 'give as many or fewer');
  const out = new Float64Array(T * T);
  for (let i = 0; i < T; i++) out.set(G.subarray(i * n, i * n + T), i * T);
  return out;
}

/** √(x y), of numbers whose product may be beyond float64: a power of 2 changes no digit. */
function rootOfProduct(x: number, y: number): number {
  const product = x * y;
  if (product >= LEAST_NORMAL && product < Number.POSITIVE_INFINITY) return Math.sqrt(product);
  const scale = product < 1 ? 2 ** 500 : 2 ** -500;
  return Math.sqrt(x * scale * (y * scale)) / scale;
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
