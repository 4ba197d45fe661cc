/**
 * Advance widths in thousandths of the font size, by kind of letter and rather too wide: those of DejaVu Sans, the
 * widest font that a figure may be drawn in. Helvetica and Arial are an eighth narrower.
 */
const WIDTHS: [letters: RegExp, width: number][] = [
  [/[\p{Mark}\u200b-\u200f]/u, 0],
  [/[ .,:;'|!ijlI·‘’]/u, 330],
  [/[-()[\]/\\frt]/u, 420],
  [/[mMwW%@…—ÆæŒœМЖШЩЮФжшщюф]/u, 1000],
  [/[+=<>~±×÷−≤≥^_#&ω]/u, 840],
  [/\p{Lu}/u, 770],
  [/[\u1100-\u11ff\u2190-\u2bff\u2e80-\u{10ffff}]/u, 1000],
];
/** Lower-case letters, digits and what is left. */
const OTHER = 640;
const BOLD = 1.12;

/** How wide a line of text is drawn, rather too wide than too narrow, in pixels; `size` is that of the font. */
export function textWidth(text: string, size: number, isBold = false): number {
  const units = [...text].reduce((sum, letter) => sum + letterWidth(letter), 0);
  return (units / 1000) * size * (isBold ? BOLD : 1);
}

function letterWidth(letter: string): number {
  return WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? OTHER;
}

/**
 * A text in lines of at most `width` pixels, broken between its parts (a · b; c) where that suffices, else between words. A
 * longer word is cut at its beginning, for what tells folders apart is their end.
 */
export function wrapped(text: string, size: number, width: number, isBold = false): string[] {
  const fits = (line: string) => textWidth(line, size, isBold) <= width;
  const parts = text.split(/ · |(?<=;) /);
  return filled(parts, (a, b) => (a.endsWith(';') ? `${a} ${b}` : `${a} · ${b}`), fits).flatMap((line) =>
    fits(line)
      ? [line]
      : filled(
          line.split(' ').map((word) => endOf(word, fits)),
          (a, b) => `${a} ${b}`,
          fits,
        ),
  );
}

/** Joins pieces to lines, as many on each as fit. */
function filled(
  pieces: readonly string[],
  join: (line: string, piece: string) => string,
  fits: (line: string) => boolean,
): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = lines.length === 0 ? piece : join(lines[lines.length - 1], piece);
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

/** A name, or what fits of its end: that is what tells folders apart. */
function endOf(word: string, fits: (text: string) => boolean): string {
  const letters = [...word];
  let shown = word;
  while (!fits(shown) && letters.length > 1) {
    letters.shift();
    shown = `…${letters.join('')}`;
  }
  return shown;
}
