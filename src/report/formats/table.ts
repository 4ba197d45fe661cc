import type { Cell, Result } from '../result.ts';
import type { Answering } from '../terminal/answer.ts';
import { cardLines } from '../terminal/cards.ts';
import { columnStyle } from '../terminal/columns.ts';
import type { Field } from '../terminal/field.ts';
import { type Page, pageOf } from '../terminal/page.ts';
import { painted } from '../terminal/paint.ts';
import { shown } from '../terminal/shown.ts';
import { summaryLines } from '../terminal/summary.ts';
import { tableLines } from '../terminal/table-lines.ts';
import { packed } from '../terminal/text.ts';

/** Columns that name a run; where one has the same value in every row, it is said once, above the table. */
const LIFTED = [
  'model',
  'revision',
  'weights',
  'layer',
  'text',
  'metric',
  'vector',
  'dim',
  'context',
  'target',
  'target_position',
];
const LINES_PER_PIECE = 100;

/** How a result is shown to a reader. */
export interface Shown {
  page?: Page;
  /** What it comes to, above its rows; without it the summary speaks for itself. */
  answer?: Answering;
}

const SPEAKS_FOR_ITSELF: Answering = ({ summary }) => ({ lines: [], rest: summary });

/**
 * A table to read, no wider than the page: what the result comes to, then the rows. No borders, numbers to six
 * significant digits on the right, `-` for null. Whitespace of tokens is visible and nothing in a token can steer the
 * terminal.
 */
export function* toTable(
  result: Result,
  { page = pageOf(null, {}), answer = SPEAKS_FOR_ITSELF }: Shown = {},
): Generator<string> {
  let piece: string[] = [];
  for (const line of lines(result, page, answer)) {
    piece.push(line);
    if (piece.length < LINES_PER_PIECE) continue;
    yield `${piece.join('\n')}\n`;
    piece = [];
  }
  if (piece.length > 0) yield `${piece.join('\n')}\n`;
}

function* lines(result: Result, page: Page, answering: Answering): Generator<string> {
  const lifted = result.columns.filter((column) => isLifted(column, result.rows));
  const caption = Object.fromEntries(lifted.map((column) => [column, result.rows[0]![column]!]));
  const said = Object.entries(caption).map(([column, value]) => `${column} ${shown(value, page)}`);
  // of a single row, all of it is said below
  const known = result.rows.length === 1 ? result.rows[0] : caption;
  const answer = answering(result, known, page);
  const sections = [
    packed(said, page.width).map((line) => painted(line, 'aside', page)),
    answer.lines,
    summaryLines(answer.rest, known, page),
  ];
  for (const section of sections) if (section.length > 0) yield* [...section, ''];
  const rows = result.rows.slice(0, page.rows);
  const fields = result.columns
    .filter((column) => !lifted.includes(column))
    .map((column): Field => {
      return { name: column, style: columnStyle(column), values: rows.map((row) => row[column] ?? null) };
    });
  if (rows.length === 1) yield* cardLines(fields, page);
  else yield* tableLines(fields, page, { more: result.rows.length - rows.length, whole: 'csv' });
}

function isLifted(column: string, rows: Result['rows']): boolean {
  const first: Cell = rows[0]?.[column] ?? null;
  return LIFTED.includes(column) && first !== null && rows.every((row) => row[column] === first);
}
