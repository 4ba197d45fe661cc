import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** What surely takes one column per character. */
const NARROW = /^[\x20-\x7eÀ-ɏ·⏎⇥█]*$/;
/** Widths that took long to find: the same tokens come again and again. */
const known = new Map<string, number>();
const MOST_KNOWN = 10_000;

/** The columns that a text takes in a terminal: Chinese and emoji take two each, colours none. */
function displayWidth(text: string): number {
  return NARROW.test(text) ? text.length : measured(text);
}

function measured(text: string): number {
  const before = known.get(text);
  if (before !== undefined) return before;
  const width = stringWidth(text);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, width);
  return width;
}

/** The widest of some texts. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

/** A text filled up with spaces to a width. */
export function padded(text: string, width: number, right = false): string {
  const spaces = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return right ? spaces + text : text + spaces;
}

/** A text cut to a width, with a sign where something is missing. */
export function cut(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  const [start] = wrapAnsi(text, Math.max(1, width - 1), { hard: true, wordWrap: false }).split('\n');
  return start + ellipsis;
}

/**
 * A text as lines of a width, broken between words, and inside those that are longer than a line.
 * @param hanging before every line but the first
 */
export function wrapped(text: string, width: number, hanging = ''): string[] {
  return broken(text, width, hanging, true);
}

/** The same, but a word that is longer than a line, as a path may be, stays whole, so that it can be copied. */
export function flowed(text: string, width: number, hanging = ''): string[] {
  return broken(text, width, hanging, false);
}

function broken(text: string, width: number, hanging: string, hard: boolean): string[] {
  if (displayWidth(text) <= width) return [text];
  const inner = Math.max(1, width - displayWidth(hanging));
  const lines = wrapAnsi(text, inner, { hard }).split('\n');
  return lines.map((line, i) => (i === 0 ? line : hanging + line));
}

/** Parts side by side, on as many lines as they need. */
export function packed(parts: readonly string[], width: number, between = '   '): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = lines.length > 0 ? `${lines.at(-1)}${between}${part}` : '';
    if (longer !== '' && displayWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(...wrapped(part, width, '  '));
  }
  return lines;
}
