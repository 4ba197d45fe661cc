import { gramOfRows, normalizeGram } from '../../src/linalg/gram.ts';
import { SentencePair, SentenceStates } from '../../src/metrics/sentence-pair.ts';
import { sentencePair, sentenceStates } from '../../src/metrics/sentence-rows.ts';

/** Raw hidden states of a text, n x d row-major. */
export interface Rows {
  n: number;
  d: number;
  data: Float64Array;
}

/** Rows from a list of vectors. */
export function rowsOf(vectors: readonly (readonly number[])[]): Rows {
  return { n: vectors.length, d: vectors[0].length, data: Float64Array.from(vectors.flat()) };
}

/** Two texts from their states. */
export function pairOfRows(a: Rows, b: Rows): SentencePair {
  const [x, y] = [a, b].map(({ n, d, data }) => sentenceStates(data, n, d));
  return sentencePair(x, y);
}

/** Two texts from the Gram matrix of their states in float64, as a forward pass yields it. */
export function pairOf(a: Rows, b: Rows): SentencePair {
  const [K, L] = [a, b].map(
    ({ n, d, data }) => new SentenceStates(normalizeGram(gramOfRows(data, n, d), n), n),
  );
  return new SentencePair(K, L, cosinesOf(a, b));
}

function cosinesOf(a: Rows, b: Rows): Float64Array {
  const out = new Float64Array(a.n * b.n);
  for (let i = 0; i < a.n; i++)
    for (let j = 0; j < b.n; j++) {
      const [x, y] = [rowAt(a, i), rowAt(b, j)];
      out[i * b.n + j] = inner(x, y) / Math.sqrt(inner(x, x) * inner(y, y));
    }
  return out;
}

function rowAt({ d, data }: Rows, i: number): Float64Array {
  return data.subarray(i * d, (i + 1) * d);
}

function inner(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * y[i], 0);
}
