import { COMPOSING, characterClass, LETTERS, NUMBERS } from './unicode-classes.ts';

const LETTER = characterClass(LETTERS);
const NUMBER = characterClass(NUMBERS);

/**
 * GPT-2's rule for words, as the native tokenizers library reads it. JavaScript's own `\s` counts U+FEFF as a space and
 * U+0085 not; White_Space is the library's, and never changes.
 */
const WORD = new RegExp(
  String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?[${LETTER}]+| ?[${NUMBER}]+| ?[^\p{White_Space}${LETTER}${NUMBER}]+` +
    String.raw`|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+`,
  'gu',
);

const KNOWN_TO_NFC = new RegExp(`[\\0-\\x7f${characterClass(COMPOSING)}]+`, 'gu');

/** A character that may join the one before it, or the second half of one. */
const JOINS = new RegExp(`^(?:\\p{Surrogate}|(?![\\0-\\x7f])[${characterClass(COMPOSING)}])`, 'u');

/** The character that stands for each byte in the vocabulary of a byte-level tokenizer. */
export const BYTE_CHARACTERS = byteCharacters();

const BYTES = new Map(BYTE_CHARACTERS.map((character, byte) => [character, byte]));

/** The words of a text, found as they are asked for: together they are the text. */
export function words(text: string): Iterable<RegExpExecArray> {
  return text.matchAll(WORD);
}

/** A text in Unicode's normal form C, as of the version that the native library has. */
export function normalize(text: string): string {
  return text.replace(KNOWN_TO_NFC, (run) => run.normalize('NFC'));
}

/** Where a text may be cut at `length` or later so that no character beyond the cut joins one before it. */
export function safeCut(text: string, length: number): number {
  let cut = length;
  while (cut < text.length && JOINS.test(text.slice(cut, cut + 2))) cut++;
  return cut;
}

/** A word in the alphabet of the vocabulary: one character for each of its bytes in UTF-8. */
export function byteLevel(word: string): string {
  const codes = Uint16Array.from(Buffer.from(word), (byte) => BYTE_CHARACTERS[byte].charCodeAt(0));
  return Buffer.from(codes.buffer).toString('utf16le');
}

/** The bytes that a token of the vocabulary stands for; a character that stands for none is itself. */
export function bytesOf(token: string): Buffer {
  return Buffer.concat(
    Array.from(token, (character) => {
      const byte = BYTES.get(character);
      return byte === undefined ? Buffer.from(character) : Buffer.of(byte);
    }),
  );
}

/** GPT-2's table: printable characters of Latin-1 stand for themselves, the other bytes for U+0100 and on. */
function byteCharacters(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCodePoint(printable ? byte : next++);
  });
}
