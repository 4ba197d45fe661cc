import { InputError } from '../errors.ts';
import type { ModelShape } from '../model/architecture.ts';
import { checkIds } from '../model/check-request.ts';
import type { Text } from '../text/text.ts';
import type { Tokenizer } from '../text/tokenizer.ts';

/** A text as one model reads it. */
export interface TokenizedText {
  /** Index of the text among the inputs. */
  index: number;
  ids: number[];
  /** The text itself; absent where ids were given. */
  source?: string;
  /** What the text is an instance of, where the input says so. */
  context?: string;
  label?: string;
  /** What stands for a token in a row: its string, or the id itself where ids were given. */
  token(position: number): string | number;
}

export interface TokenizedTexts {
  texts: TokenizedText[];
  /** Texts without any token, left out. */
  empty: number;
  /** Texts that were longer than `limit` tokens and have lost the rest. */
  cut: number;
}

/**
 * Tokenizes the texts for one model, cutting each at `limit` tokens and leaving empty ones out.
 * @throws InputError when no text has any token, or an id is outside the model's vocabulary
 */
export function tokenizeTexts(
  texts: readonly Text[],
  tokenizer: Tokenizer | undefined,
  shape: ModelShape,
  limit: number,
): TokenizedTexts {
  const strings = new Map<number, string>();
  const decode = (id: number): string => {
    let string = strings.get(id);
    if (string === undefined) {
      string = tokenizer!.decode(id);
      strings.set(id, string);
    }
    return string;
  };
  const result: TokenizedTexts = { texts: [], empty: 0, cut: 0 };
  for (const text of texts) {
    const all = text.ids ?? tokenizer!.encode(text.text!);
    const ids = all.slice(0, limit);
    if (ids.length < all.length) result.cut++;
    if (ids.length === 0) {
      result.empty++;
      continue;
    }
    checkIds(ids, text.index, shape);
    const token = (position: number) => (text.ids ? ids[position] : decode(ids[position]));
    result.texts.push({
      index: text.index,
      ids,
      token,
      source: text.text,
      context: text.context,
      label: text.label,
    });
  }
  if (result.texts.length > 0) return result;
  const what = texts.length === 1 ? 'the text is empty' : `all ${texts.length} texts are empty`;
  throw new InputError(what, 'give a text with at least one token');
}
