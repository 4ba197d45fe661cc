import type { Cell, Result } from '../result.ts';
import { alignedLines } from './aligned.ts';
import { shown } from './shown.ts';
import { summaryLines } from './summary.ts';

/** Columns that name a run; where one has the same value in every row, it is said once, above the table. */
const LIFTED = ['model', 'revision', 'weights', 'layer', 'text'];

/**
 * A table to read: no borders, numbers to six significant digits on the right, `-` for null, the summary
 * below. Whitespace of tokens is visible and nothing in a token can steer the terminal.
 */
export function* toTable(result: Result): Generator<string> {
  const lifted = result.columns.filter((column) => isLifted(column, result.rows));
  const caption = Object.fromEntries(lifted.map((column) => [column, result.rows[0]![column]!]));
  const said = Object.entries(caption).map(([column, value]) => `${column} ${shown(value)}`);
  if (said.length > 0) yield `${said.join('   ')}\n\n`;
  const columns = result.columns.filter((column) => !lifted.includes(column));
  const cells = result.rows.map((row) => columns.map((column) => shown(row[column] ?? null)));
  const numeric = columns.map((column) => result.rows.every((row) => isNumberOrNull(row[column])));
  yield* alignedLines(columns, cells, numeric);
  const summary = summaryLines(result.summary, caption);
  if (summary.length > 0) yield `\n${summary.join('\n')}\n`;
}

function isLifted(column: string, rows: Result['rows']): boolean {
  const first = rows[0]?.[column] ?? null;
  return LIFTED.includes(column) && first !== null && rows.every((row) => row[column] === first);
}

function isNumberOrNull(value: Cell | undefined): boolean {
  return typeof value === 'number' || value === null || value === undefined;
}
