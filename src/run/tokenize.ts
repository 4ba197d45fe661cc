import { InputError } from '../errors.ts';
import type { ModelShape } from '../model/architecture.ts';
import { checkIds } from '../model/check-request.ts';
import type { Text } from '../text/text.ts';
import type { TokenizedText } from '../text/tokenized-text.ts';
import type { Tokenizer } from '../text/tokenizer.ts';

export interface TokenizedTexts {
  texts: TokenizedText[];
  /** Texts without any token, left out. */
  empty: number;
  /** Texts that were longer than `limit` tokens and have lost the rest. */
  cut: number;
  /** The id put before each text; null where none was asked for. */
  bos: number | null;
  /** The ids that the tokenizer itself puts around each text; null where it puts none. */
  added: AddedIds | null;
}

export type AddedIds = { before: number[]; after: number[] };

/**
 * Tokenizes the texts for one model, cutting each at `limit` tokens and leaving empty ones out. With `bos` each begins
 * with the token of the tokenizer that begins a sequence; it counts as one of the `limit`.
 * @throws InputError when no text has any token, an id is outside the model's vocabulary, or there is no such token
 */
export function tokenizeTexts(
  texts: readonly Text[],
  tokenizer: Tokenizer | undefined,
  shape: ModelShape,
  limit: number,
  bos = false,
): TokenizedTexts {
  const first = bos ? bosOf(texts, tokenizer) : null;
  const strings = new Map<number, string>();
  const decode = (id: number): string => {
    const string = strings.get(id) ?? tokenizer!.decode(id);
    strings.set(id, string);
    return string;
  };
  const result: TokenizedTexts = { texts: [], empty: 0, cut: 0, bos: first, added: addedBy(tokenizer) };
  for (const text of texts) {
    const { ids, before, after, cut } = text.ids
      ? cutIds(text.ids, limit)
      : encode(text, tokenizer!, limit, first);
    if (cut) result.cut++;
    if (ids.length === 0) {
      result.empty++;
      continue;
    }
    checkIds(ids, text.index, shape);
    const token = (position: number) => (text.ids ? String(ids[position]) : decode(ids[position]));
    const bytes = (position: number) =>
      text.ids ? Buffer.from(token(position)) : tokenizer!.bytes(ids[position]);
    const { index, context, label } = text;
    result.texts.push({ index, ids, before, after, token, bytes, text: text.text, context, label });
  }
  if (result.texts.length > 0) return result;
  const what = texts.length === 1 ? 'the text is empty' : `all ${texts.length} texts are empty`;
  throw new InputError(what, 'give a text with at least one token');
}

interface CutIds {
  ids: number[];
  before: number;
  after: number;
  cut: boolean;
}

function addedBy(tokenizer: Tokenizer | undefined): AddedIds | null {
  const [before, after] = [[...(tokenizer?.prefix ?? [])], [...(tokenizer?.suffix ?? [])]];
  return before.length + after.length > 0 ? { before, after } : null;
}

function cutIds(ids: number[], limit: number): CutIds {
  return { ids: ids.slice(0, limit), before: 0, after: 0, cut: ids.length > limit };
}

/** The ids of a text, of which no more is read than `limit` tokens need. */
function encode(text: Text, tokenizer: Tokenizer, limit: number, bos: number | null): CutIds {
  const { prefix, suffix } = tokenizer;
  const added = bos === null || prefix[0] === bos ? [] : [bos];
  const room = limit - added.length;
  const ids = encodeNamed(text, tokenizer, room + 1);
  if (ids.length === 0) return { ids, before: 0, after: 0, cut: false };
  const around = { before: added.length + prefix.length, after: suffix.length };
  if (ids.length > room)
    return { ids: [...added, ...ids.slice(0, room - suffix.length), ...suffix], ...around, cut: true };
  if (!text.open) return { ids: [...added, ...ids], ...around, cut: false };
  throw new InputError(
    `text ${text.index} is too long to be read whole, and what was read of it holds fewer than ${limit} tokens`,
    'cut it with --max-tokens, or give it in shorter texts',
  );
}

function encodeNamed(text: Text, tokenizer: Tokenizer, limit: number): number[] {
  try {
    return tokenizer.encode(text.text!, { limit, open: text.open });
  } catch (error) {
    if (error instanceof InputError)
      throw new InputError(`text ${text.index}: ${error.message}`, error.hint, error);
    throw error;
  }
}

function bosOf(texts: readonly Text[], tokenizer: Tokenizer | undefined): number {
  if (texts.some((text) => text.ids !== undefined))
    throw new InputError('--bos with token ids', 'put the id of the token before the others yourself');
  if (tokenizer?.bos !== undefined) return tokenizer.bos;
  throw new InputError('--bos: the tokenizer names no token that begins a text', 'leave --bos out');
}
