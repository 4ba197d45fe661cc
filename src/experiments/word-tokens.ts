import type { TokenizedText } from '../text/tokenized-text.ts';

/** Where a word stands in a text. */
export interface Occurrence {
  /** The tokens with its first and its last character. */
  first: number;
  last: number;
  /** Whether these tokens hold nothing else but spaces. */
  fillsTokens: boolean;
  /** Whether no letter or digit touches it; a mark (an accent) belongs to its letter. */
  isWord: boolean;
}

/**
 * All places where a text has a word, in order, by what its tokens spell: what stands before or after the text is none
 * of it. A character whose bytes are spread over tokens is in the last of them.
 */
export function occurrencesOf(text: TokenizedText, word: string): Occurrence[] {
  const { spelled, ends } = spell(text);
  // GPT-NeoX's tokenizer puts a text into this form, GPT-2's leaves it as it is
  const name = spelled.includes(word) ? word : word.normalize('NFC');
  const found: Occurrence[] = [];
  if (name === '') return found;
  for (let begin = spelled.indexOf(name); begin >= 0; begin = spelled.indexOf(name, begin + 1)) {
    const end = begin + name.length;
    const [first, last] = [tokenOf(ends, begin + 1), tokenOf(ends, end)];
    const before = spelled.slice(ends[first - 1] ?? 0, begin);
    const after = spelled.slice(end, ends[last]);
    found.push({
      first: text.before + first,
      last: text.before + last,
      fillsTokens: before.trim() === '' && after.trim() === '',
      isWord: isApart(spelled, begin, end),
    });
  }
  return found;
}

/** What the tokens of a text spell, and up to which character each of them. */
function spell({ ids, before, after, bytes }: TokenizedText): { spelled: string; ends: number[] } {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const ends: number[] = [];
  let spelled = '';
  for (let position = before; position < ids.length - after; position++) {
    spelled += decoder.decode(bytes(position), { stream: true });
    ends.push(spelled.length);
  }
  return { spelled, ends };
}

/** The token with the character before `end`. */
function tokenOf(ends: readonly number[], end: number): number {
  return ends.findIndex((itsEnd) => itsEnd >= end);
}

function isApart(text: string, begin: number, end: number): boolean {
  return !/[\p{L}\p{N}]\p{M}*$/u.test(text.slice(0, begin)) && !/^[\p{L}\p{N}\p{M}]/u.test(text.slice(end));
}
