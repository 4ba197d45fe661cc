import type { Cell } from '../result.ts';
import { visibleToken } from '../visible.ts';
import type { Notation } from './columns.ts';
import type { Page } from './page.ts';

const DIGITS = 6;
const SMALL = 1e-4;
/** What 9,999 permutations can say at most. */
const LEAST_P = 1e-4;
const BYTES: [size: number, unit: string][] = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
];
const COUNT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/**
 * A value in a column of a terminal: numbers to six significant digits, `-` for null, whitespace of tokens visible and
 * nothing that could steer the terminal.
 */
export function shown(value: Cell, page: Pick<Page, 'signs'>, notation?: Notation): string {
  return inNotation(value, page, notation) ?? plain(value, page, digits);
}

/** The same beside its key, where no digits stand below each other: without the zeros at the end. */
export function shownAlone(value: Cell, page: Pick<Page, 'signs'>, notation?: Notation): string {
  return (
    inNotation(value, page, notation) ??
    plain(value, page, (number) => String(Number(number.toPrecision(DIGITS))))
  );
}

/** What would begin with many zeros is written with an exponent. */
function digits(value: number): string {
  return Math.abs(value) < SMALL ? value.toExponential(DIGITS - 1) : value.toPrecision(DIGITS);
}

function plain(value: Cell, { signs }: Pick<Page, 'signs'>, write: (value: number) => string): string {
  if (value === null) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : write(value);
  const [space, newline, tab] = signs.whitespace;
  return visibleToken(value).replaceAll('·', space).replaceAll('⏎', newline).replaceAll('⇥', tab);
}

/** Undefined where a value is written as any other. */
function inNotation(value: Cell, { signs }: Pick<Page, 'signs'>, notation?: Notation): string | undefined {
  if (notation === 'pick' && typeof value === 'boolean') return value ? 'yes' : '';
  if (typeof value !== 'number') return undefined;
  if (notation === 'count') return COUNT.format(value);
  if (notation === 'bytes') return bytes(value);
  return notation === 'p' && value === LEAST_P ? `${signs.atMost} 1e-4` : undefined;
}

function bytes(value: number): string {
  const [size, unit] = BYTES.find(([least]) => value >= least) ?? [1, 'B'];
  return `${Number((value / size).toPrecision(3))} ${unit}`;
}
