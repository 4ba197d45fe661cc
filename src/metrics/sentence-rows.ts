import { LlmgeoError } from '../errors.ts';
import { gramOfRows, normalizeGram } from '../linalg/gram.ts';
import { rowProducts } from '../linalg/row-products.ts';
import { SentencePair, SentenceStates } from './sentence-pair.ts';

/** The largest power of 2 that float64 has. */
const LARGEST_EXPONENT = 1023;

/**
 * One text from its hidden states themselves. Distances between such texts keep 1e-10 of their value however near the
 * states are to each other and however small δ is, which a Gram matrix in float64 cannot promise.
 * @param rows raw hidden states, n x d row-major, of any length above 0
 * @throws LlmgeoError when a row has norm 0 or is not finite, or `rows` has another size
 * @example
 * ```ts
 * sentenceStates(Float64Array.of(3, 0, 0, 2), 2, 2).K; // [1, 0, 0, 1]
 * ```
 */
export function sentenceStates(rows: Float64Array, n: number, d: number): SentenceStates {
  if (!(n > 0 && d > 0 && rows.length === n * d))
    throw new LlmgeoError(
      `${rows.length} numbers are no ${n} rows of ${d} entries`,
      'give the hidden states row by row, and the number of tokens and the hidden size, both above 0',
    );
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) data.set(scaled(rows.subarray(i * d, (i + 1) * d)), i * d);
  return new SentenceStates(normalizeGram(gramOfRows(data, n, d), n), n, { data, d });
}

/**
 * Two texts made by `sentenceStates`, of the same hidden size.
 * @throws LlmgeoError when one was made without its rows, or the sizes differ
 * @example
 * ```ts
 * const text = sentenceStates(Float64Array.of(3, 0, 0, 2), 2, 2);
 * sentencePair(text, text).cross; // [1, 0, 0, 1]
 * ```
 */
export function sentencePair(a: SentenceStates, b: SentenceStates): SentencePair {
  if (a.rows === undefined || a.rows.d !== b.rows?.d)
    throw new LlmgeoError(
      `the hidden sizes of two texts are ${a.rows?.d} and ${b.rows?.d}`,
      'make both with sentenceStates, from states of one model',
    );
  const cross = new Float64Array(a.n * b.n);
  rowProducts(a.rows.data, a.n, b.rows.data, b.n, a.rows.d, cross);
  const [x, y] = [squaresOf(a.rows), squaresOf(b.rows)];
  for (let i = 0; i < a.n; i++) for (let j = 0; j < b.n; j++) cross[i * b.n + j] /= Math.sqrt(x[i] * y[j]);
  return new SentencePair(a, b, cross);
}

/** A row times the power of 2 that brings its largest entry near 1: no digit changes, and its square is no overflow. */
function scaled(row: Float64Array): Float64Array {
  const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0 && largest < Number.POSITIVE_INFINITY)) return row;
  const scale = 2 ** Math.min(LARGEST_EXPONENT, -Math.floor(Math.log2(largest)));
  return row.map((value) => value * scale);
}

function squaresOf({ data, d }: { data: Float64Array; d: number }): number[] {
  return Array.from({ length: data.length / d }, (_, i) => {
    let sum = 0;
    for (let k = i * d; k < (i + 1) * d; k++) sum += data[k] * data[k];
    return sum;
  });
}
