/** A text as one model reads it. */
export interface TokenizedText {
  /** Index of the text among the inputs. */
  index: number;
  ids: number[];
  /** The text itself; absent where ids were given. */
  text?: string;
  /** What the text is an instance of, where the input says so. */
  context?: string;
  label?: string;
  /** How many of the ids stand before the text: `--bos`, or what the tokenizer itself puts there. */
  before: number;
  /** How many stand after it, of the tokenizer's own. */
  after: number;
  /** What stands for a token in a row: its string, or its id in digits where ids were given. */
  token(position: number): string;
  /** The bytes that a token stands for: those of the text, in order. */
  bytes(position: number): Uint8Array;
}
