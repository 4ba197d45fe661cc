import { type AddedToken, AddedTokens, type Part, spacesBefore } from './added-tokens.ts';
import { LongWords, type Merges } from './long-word.ts';
import type { TokenizerSettings } from './tokenizer-settings.ts';
import { BYTE_CHARACTERS, byteLevel, normalize, safeCut, words } from './words.ts';

/** Longer words are merged from the left, no further than asked for. */
const LONG_WORD = 1024;
/** How much of a text is read at first for each token asked for; enough for most. */
const READ_PER_TOKEN = 16;
const READ_AT_LEAST = 4096;
/** How far from its end a cut text may read otherwise, beyond the longest added token: contractions and accents. */
const UNCERTAIN = 64;

/** Text to token ids, by byte-level merges, as the native tokenizers library does it. */
export class Encoder {
  private readonly settings: TokenizerSettings;
  private readonly merges: Merges;
  private readonly added: AddedTokens;
  private readonly normalizedAdded: AddedTokens;
  private readonly uncertain: number;
  private readonly strips: boolean;
  private readonly missing: RegExp | undefined;
  private longWords: LongWords | undefined;

  constructor(settings: TokenizerSettings, merges: Merges) {
    this.settings = settings;
    this.merges = merges;
    const { addedTokens } = settings;
    this.added = this.finder(addedTokens.filter((token) => !token.normalized));
    this.normalizedAdded = this.finder(addedTokens.filter((token) => token.normalized));
    this.uncertain = UNCERTAIN + 2 * Math.max(0, ...addedTokens.map(({ content }) => content.length));
    this.strips = addedTokens.some(({ lstrip }) => lstrip);
    const missing = BYTE_CHARACTERS.filter((character) => !merges.vocabulary.has(character));
    this.missing = missing.length === 0 ? undefined : new RegExp(`[${missing.map(escaped).join('')}]`, 'gu');
  }

  /**
   * The ids of a text, the first `limit` of them. No more of it is read than these need. `open` says that the text goes
   * on where it ends here: then fewer may come, which are those that nothing which follows can change.
   */
  encode(text: string, limit: number, open: boolean): number[] {
    let length = Math.max(READ_AT_LEAST, READ_PER_TOKEN * limit);
    for (; length < text.length; length *= 8) {
      const ids = this.encodeBeginning(text.slice(0, safeCut(text, length)), limit, true);
      if (ids.length >= limit) return ids;
    }
    return this.encodeBeginning(text, limit, open);
  }

  private encodeBeginning(beginning: string, limit: number, open: boolean): number[] {
    const ids: number[] = [];
    // a token further on may take the spaces before it
    const text =
      open && this.strips ? beginning.slice(0, spacesBefore(beginning, beginning.length)) : beginning;
    for (const part of this.added.split(text)) {
      const cut = open && part.end > text.length - this.uncertain;
      if (part.id === undefined) this.encodePart(part.text, limit, cut, ids);
      else if (!cut) ids.push(part.id);
      if (cut || ids.length >= limit) break;
    }
    return ids.slice(0, limit);
  }

  /** Between the added tokens that are looked for in the text as it is. */
  private encodePart(text: string, limit: number, open: boolean, ids: number[]): void {
    const normalized = this.settings.normalize ? normalize(text) : text;
    for (const part of this.normalizedAdded.split(normalized)) {
      const cut = open && part.end > normalized.length - this.uncertain;
      if (part.id === undefined) this.encodeWords(part, limit, open ? normalized.length : undefined, ids);
      else if (!cut) ids.push(part.id);
      if (cut || ids.length >= limit) return;
    }
  }

  /** Between all added tokens; `openEnd` is where the text is cut. */
  private encodeWords(part: Part, limit: number, openEnd: number | undefined, ids: number[]): void {
    const space = this.settings.addPrefixSpace && !part.text.startsWith(' ') ? ' ' : '';
    const text = space + part.text;
    const certain = openEnd === undefined ? text.length : text.length - part.end + openEnd - this.uncertain;
    for (const { 0: word, index } of this.settings.splitWords ? words(text) : [{ 0: text, index: 0 }]) {
      const open = index + word.length > certain;
      const known = open ? word.slice(0, Math.max(0, certain - index)).replace(/\p{Surrogate}$/u, '') : word;
      for (const token of this.encodeWord(byteLevel(known), limit - ids.length, open))
        ids.push(this.merges.vocabulary.get(token)!);
      if (open || ids.length >= limit) return;
    }
  }

  private encodeWord(bytes: string, limit: number, open: boolean): string[] {
    const word = this.missing ? bytes.replace(this.missing, '') : bytes;
    if (word === '') return [];
    if (!open && this.settings.ignoreMerges && this.merges.vocabulary.has(word)) return [word];
    if (word.length <= LONG_WORD && !open) return this.merges.merge(word);
    this.longWords ??= new LongWords(this.merges);
    return this.longWords.tokens(word, limit, open);
  }

  private finder(tokens: AddedToken[]): AddedTokens {
    const normalizes = this.settings.normalize;
    const contents = tokens.map(({ content, normalized }) =>
      normalized && normalizes ? normalize(content) : content,
    );
    return new AddedTokens(tokens, contents, this.settings.splitSpecialTokens);
  }
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
