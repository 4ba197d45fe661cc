import type { Cell, Row } from '../result.ts';
import { escapeControls } from '../visible.ts';

/** More names than this are counted; the legend has them. */
const MOST_NAMES = 4;

type Rows = readonly Row[];

/** The parts of a line under a title, without those that are empty. */
export function line(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

/**
 * The different values of a column, or how many they are; empty where there is none.
 * @param word what the values are, where they do not say so themselves
 */
export function named(rows: Rows, column: string, word = ''): string {
  const values = different(rows, column);
  if (values.length > MOST_NAMES) return `${values.length} ${column}s`;
  const names = values.map((value) => escapeControls(String(value))).join(', ');
  if (names === '' || word === '') return names;
  return `${word}${values.length > 1 ? 's' : ''} ${names}`;
}

/** Which models at which revisions rows are of, and in which layers: what each subtitle begins with. */
export function runParts(rows: Rows): string[] {
  return [named(rows, 'model'), named(rows, 'revision', 'revision'), named(rows, 'layer', 'layer')];
}

/** How many different values a column has; null is none. */
export function distinct(rows: Rows, column: string): number {
  return different(rows, column).length;
}

/** The neighbours of a UMAP of n texts: all but the text itself at most. */
export function neighbours(asked: number, n: number): string {
  return counted(Math.min(asked, n - 1), 'neighbour');
}

/** `1 text`, `2 texts`. */
export function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function different(rows: Rows, column: string): Cell[] {
  return [...new Set(rows.map((row) => row[column] ?? null))].filter((value) => value !== null);
}
