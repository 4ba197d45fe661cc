import type { Page } from './page.ts';

/** What turns on and off each way to write, as terminals know it (SGR, ECMA-48). */
const BOLD = [1, 22];
const DIM = [2, 22];
const UNDERLINE = [4, 24];
const INVERSE = [7, 27];
const GREEN = [32, 39];
const YELLOW = [33, 39];
const CYAN = [36, 39];

const STYLES = {
  heading: [BOLD],
  aside: [DIM],
  bar: [CYAN],
  target: [BOLD, INVERSE],
  lasso: [BOLD, CYAN],
  attention: [YELLOW, UNDERLINE],
  both: [BOLD, GREEN, UNDERLINE],
};

/** What a text is painted as. */
export type Style = keyof typeof STYLES;

/** A text in a style where the page has colours, otherwise as it is. */
export function painted(text: string, style: Style, { colour }: Pick<Page, 'colour'>): string {
  if (!colour || text === '') return text;
  return STYLES[style].reduceRight((inner, [on, off]) => `\x1b[${on}m${inner}\x1b[${off}m`, text);
}
