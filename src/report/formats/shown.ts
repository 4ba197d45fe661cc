import type { Cell } from '../result.ts';
import { visibleToken } from '../visible.ts';

const DIGITS = 6;

/**
 * A value in a column of a terminal: numbers to six significant digits, `-` for null, whitespace of tokens visible and
 * nothing that could steer the terminal.
 */
export function shown(value: Cell): string {
  if (value === null) return '-';
  if (typeof value === 'string') return visibleToken(value);
  if (typeof value === 'boolean' || Number.isInteger(value)) return String(value);
  return value.toPrecision(DIGITS);
}

/** The same beside its key, where no digits stand below each other: without the zeros at the end. */
export function shownAlone(value: Cell): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(DIGITS))) : shown(value);
}
