import { InputError } from '../../errors.ts';
import type { Tensor } from '../../model/capture.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';
import { occurrencesOf } from '../word-tokens.ts';

/** What stands for a text: the mean of its tokens' raw states, its last token's, or its country's. */
export type VectorKind = 'mean' | 'last' | 'country';

export const VECTOR_KINDS: readonly VectorKind[] = ['mean', 'last', 'country'];

/**
 * The vector of one text from its raw hidden states (T, d), in float64; `country` is the state of the label's last
 * token.
 * @throws InputError as `labelPosition` does
 */
export function textVector(kind: VectorKind, text: TokenizedText, hidden: Tensor): Float64Array {
  const [tokens, dim] = hidden.dims;
  if (kind === 'mean') return meanRow(hidden.data, tokens, dim);
  const row = kind === 'last' ? tokens - 1 : labelPosition(text);
  return Float64Array.from(hidden.data.subarray(row * dim, (row + 1) * dim));
}

function meanRow(data: Float32Array, tokens: number, dim: number): Float64Array {
  const mean = new Float64Array(dim);
  for (let at = 0; at < data.length; at++) mean[at % dim] += data[at];
  return mean.map((sum) => sum / tokens);
}

/**
 * The position of the token that ends the label, at its last occurrence in the text as a word of its own, else at its
 * last as a part of one.
 * @throws InputError where the text has no label, or its tokens do not contain it
 */
export function labelPosition(text: TokenizedText): number {
  const { label, index } = text;
  if (text.text === undefined || label === undefined)
    throw new InputError(
      `text ${index} has no label, so it has no country token`,
      'give JSONL with "text" and "label", or use --vector mean or last',
    );
  const places = occurrencesOf(text, label);
  const place = places.findLast(({ isWord }) => isWord) ?? places.at(-1);
  if (place !== undefined) return place.last;
  throw new InputError(
    `the label ${JSON.stringify(label)} is not among the tokens of text ${index}`,
    'the label must stand in the text, before any cut by --max-tokens',
  );
}
