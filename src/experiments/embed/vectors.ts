import { InputError } from '../../errors.ts';
import type { Tensor } from '../../model/capture.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';

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
 * last as a part of one. Bytes are counted from the beginning of the text as long as they are those of the tokens, else
 * from its end.
 * @throws InputError where the text has no label, or its tokens do not contain it
 */
export function labelPosition(text: TokenizedText): number {
  const { label, index } = text;
  if (text.text === undefined || label === undefined)
    throw new InputError(
      `text ${index} has no label, so it has no country token`,
      'give JSONL with "text" and "label", or use --vector mean or last',
    );
  const source = text.text.normalize('NFC'); // as GPT-NeoX's tokenizer reads it
  const name = label.normalize('NFC');
  const begin = name === '' ? -1 : lastPlace(source, name);
  const end = byteString(Buffer.from(source.slice(0, begin + name.length))).length;
  const pieces = text.ids.map((_, position) => byteString(text.bytes(position))).slice(text.before);
  const position = begin < 0 ? -1 : tokenAt(byteString(Buffer.from(source)), pieces, end);
  if (position >= 0) return text.before + position;
  throw new InputError(
    `the label ${JSON.stringify(label)} is not among the tokens of text ${index}`,
    'the label must stand in the text, before any cut by --max-tokens',
  );
}

/** Where a name begins in a text for the last time as a whole word, else for the last time at all; -1 where nowhere. */
function lastPlace(source: string, name: string): number {
  const anywhere = source.lastIndexOf(name);
  let begin = anywhere;
  while (begin >= 0 && !isWord(source, begin, begin + name.length))
    begin = begin === 0 ? -1 : source.lastIndexOf(name, begin - 1);
  return begin >= 0 ? begin : anywhere;
}

/** Whether no letter or digit touches a part of a text; a mark (an accent) belongs to its letter. */
function isWord(source: string, begin: number, end: number): boolean {
  return (
    !/[\p{L}\p{N}]\p{M}*$/u.test(source.slice(0, begin)) && !/^[\p{L}\p{N}\p{M}]/u.test(source.slice(end))
  );
}

/** Bytes as a string of as many characters: a token may begin or end within a character. */
function byteString(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** The token that holds the byte before `end`; -1 where it is cut off, or the tokens are not of this text. */
function tokenAt(source: string, strings: string[], end: number): number {
  let read = '';
  const forward = strings.findIndex((string) => {
    read += string;
    return read.length >= end;
  });
  if (forward >= 0 && source.startsWith(read)) return forward;
  let rest = '';
  const backward = strings.findLastIndex((string) => {
    rest = string + rest;
    return rest.length > source.length - end;
  });
  const after = strings.slice(backward + 1).join('') || strings[backward];
  return backward >= 0 && source.endsWith(after) ? backward : -1;
}
