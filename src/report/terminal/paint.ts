import { styleText } from 'node:util';
import type { Page } from './page.ts';

const STYLES = {
  heading: ['bold'],
  aside: ['dim'],
  bar: ['cyan'],
  target: ['bold', 'inverse'],
  lasso: ['bold', 'cyan'],
  attention: ['yellow', 'underline'],
  both: ['bold', 'green', 'underline'],
} as const;

/** What a text is painted as. */
export type Style = keyof typeof STYLES;

/** A text in a style where the page has colours, otherwise as it is. */
export function painted(text: string, style: Style, { colour }: Pick<Page, 'colour'>): string {
  return colour && text !== '' ? styleText([...STYLES[style]], text, { validateStream: false }) : text;
}
