import { characterClass, WORD_CHARACTERS } from './unicode-classes.ts';

/** A token that stands outside the merges: it is looked for in the text before all else. */
export interface AddedToken {
  id: number;
  content: string;
  /** Only where no letter or digit touches it. */
  single_word: boolean;
  /** Takes the spaces before it, or after it, too. */
  lstrip: boolean;
  rstrip: boolean;
  /** Looked for in the normalized text, not in the text as it is. */
  normalized: boolean;
  special: boolean;
}

/** A part of a text: an added token, or what lies between two; it ends at `end`. */
export interface Part {
  id?: number;
  text: string;
  end: number;
}

const ENDS_WITH_WORD = new RegExp(`[${characterClass(WORD_CHARACTERS)}]$`, 'u');
const STARTS_WITH_WORD = new RegExp(`^[${characterClass(WORD_CHARACTERS)}]`, 'u');

/** Finds added tokens in texts as the native tokenizers library does: the leftmost, and of those the longest. */
export class AddedTokens {
  private readonly byContent: Map<string, AddedToken>;
  private readonly pattern: RegExp | undefined;
  private readonly ignoreSpecial: boolean;

  /** `contents` are the tokens' contents as they are looked for; with `ignoreSpecial`, special ones are text. */
  constructor(tokens: readonly AddedToken[], contents: readonly string[], ignoreSpecial: boolean) {
    this.ignoreSpecial = ignoreSpecial;
    this.byContent = new Map(contents.map((content, i) => [content, tokens[i]]));
    const longestFirst = [...this.byContent.keys()].sort((a, b) => b.length - a.length);
    this.pattern =
      tokens.length === 0 ? undefined : new RegExp(longestFirst.map((text) => escaped(text)).join('|'), 'gu');
  }

  /** The parts of a text, found as they are asked for. */
  *split(text: string): Generator<Part> {
    let from = 0;
    for (const match of this.pattern ? text.matchAll(this.pattern) : []) {
      const token = this.byContent.get(match[0])!;
      const { index } = match;
      const after = index + match[0].length;
      if (this.isText(token, text, index, after)) continue;
      const start = token.lstrip ? Math.max(from, spacesBefore(text, index)) : index;
      const end = token.rstrip ? spacesAfter(text, after) : after;
      if (from < start) yield { text: text.slice(from, start), end: start };
      // Nothing is left where a token before it took its spaces.
      if (start < end) yield { id: token.id, text: text.slice(start, end), end };
      from = end;
    }
    if (from < text.length) yield { text: text.slice(from), end: text.length };
  }

  private isText(token: AddedToken, text: string, start: number, end: number): boolean {
    if (token.special && this.ignoreSpecial) return true;
    return token.single_word && touchesWord(text, start, end);
  }
}

function touchesWord(text: string, start: number, end: number): boolean {
  // two units hold the character on either side
  return (
    ENDS_WITH_WORD.test(text.slice(Math.max(0, start - 2), start)) ||
    STARTS_WITH_WORD.test(text.slice(end, end + 2))
  );
}

/** Where the spaces begin that end at `end`. */
export function spacesBefore(text: string, end: number): number {
  let start = end;
  while (start > 0 && isSpace(text[start - 1])) start--;
  return start;
}

function spacesAfter(text: string, start: number): number {
  let end = start;
  while (end < text.length && isSpace(text[end])) end++;
  return end;
}

function isSpace(character: string): boolean {
  return /^\p{White_Space}$/u.test(character);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
