import { stringify } from 'csv-stringify/sync';
import type { Cell, Result } from '../result.ts';

const ROWS_PER_PIECE = 500;

/**
 * Rows as CSV (RFC 4180, lines end in "\n"): one header line, numbers with all the digits that tell them
 * apart, null as an empty field, an empty string as `""`. Also quoted are fields with a leading or trailing space, since
 * some readers trim what is not, and with a control character or line separator, at which some end the line.
 */
export function* toCsv({ columns, rows }: Result): Generator<string> {
  yield lines([columns]);
  for (let start = 0; start < rows.length; start += ROWS_PER_PIECE) {
    const piece = rows.slice(start, start + ROWS_PER_PIECE);
    yield lines(piece.map((row) => columns.map((column) => row[column] ?? null)));
  }
}

function lines(records: Cell[][]): string {
  return stringify(records, {
    cast: { boolean: (value) => String(value) },
    quoted_match: /^\s|\s$|^$|[\p{Cc}\u2028\u2029]/u,
    record_delimiter: '\n',
  });
}
