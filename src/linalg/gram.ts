import { LlmgeoError } from '../errors.ts';

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

function squaredNorm(squared: number, row: number): number {
  if (!Number.isFinite(squared)) throw notFinite(row);
  if (squared > 0) return squared;
  throw new LlmgeoError(
    `row ${row} of the hidden states has norm 0, so it cannot be L2-normalised`,
    'check the weights of the model, or choose another layer with --layer',
  );
}

function notFinite(row: number): LlmgeoError {
  return new LlmgeoError(
    `row ${row} of the hidden states is not finite (NaN or infinite)`,
    'check the weights of the model, or choose another layer with --layer',
  );
}
