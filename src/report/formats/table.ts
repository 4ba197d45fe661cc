import type { Cell, Result } from '../result.ts';
import { visibleToken } from '../visible.ts';
import { alignedLines } from './aligned.ts';
import { summaryLines } from './summary.ts';

/** Columns that name a run; where one has the same value in every row, it is said once, above the table. */
const LIFTED = ['model', 'revision', 'weights', 'layer', 'text'];

/**
 * A table to read: no borders, numbers to six significant digits on the right, `-` for null, the summary
 * below. Whitespace of tokens is visible and nothing in a token can steer the terminal.
 */
export function* toTable(result: Result): Generator<string> {
  const lifted = result.columns.filter((column) => isLifted(column, result.rows));
  const caption = lifted.map((column) => `${column} ${shown(result.rows[0]![column]!)}`).join('   ');
  if (caption) yield `${caption}\n\n`;
  const columns = result.columns.filter((column) => !lifted.includes(column));
  const cells = result.rows.map((row) => columns.map((column) => shown(row[column] ?? null)));
  const numeric = columns.map((column) => result.rows.every((row) => isNumberOrNull(row[column])));
  yield* alignedLines(columns, cells, numeric);
  const summary = summaryLines(result.summary, shown);
  if (summary.length > 0) yield `\n${summary.join('\n')}\n`;
}

function isLifted(column: string, rows: Result['rows']): boolean {
  const first = rows[0]?.[column] ?? null;
  return LIFTED.includes(column) && first !== null && rows.every((row) => row[column] === first);
}

function isNumberOrNull(value: Cell | undefined): boolean {
  return typeof value === 'number' || value === null || value === undefined;
}

function shown(value: Cell): string {
  if (value === null) return '-';
  if (typeof value === 'string') return visibleToken(value);
  if (typeof value === 'boolean' || Number.isInteger(value)) return String(value);
  return value.toPrecision(6);
}
