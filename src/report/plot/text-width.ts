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
