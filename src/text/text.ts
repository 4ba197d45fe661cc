/** One input of a run: a text, or the token ids that stand for one. */
export interface Text {
  /** Position among the inputs, from 0; empty texts keep theirs. */
  index: number;
  text?: string;
  /** The text goes on in its file: no more of it was read. */
  open?: boolean;
  ids?: number[];
  /** What the text is an instance of, where the input says so (`embed` and `distance` judge separation by it). */
  context?: string;
  label?: string;
}
