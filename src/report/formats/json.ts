import type { Json, Result, Row } from '../result.ts';

/** `{ "meta", "rows", "summary" }`, one row a line, keys of a row in the order of the columns. */
export function* toJson(result: Result): Generator<string> {
  yield `{\n  "meta": ${indented(result.meta)},\n  "rows": [`;
  let separator = '\n';
  for (const line of rowLines(result)) {
    yield `${separator}    ${line}`;
    separator = ',\n';
  }
  yield `${result.rows.length > 0 ? '\n  ' : ''}],\n  "summary": ${indented(result.summary)}\n}\n`;
}

/** Each row as JSON on one line; a missing value is null. */
export function* rowLines({ columns, rows }: Result): Generator<string> {
  for (const row of rows) {
    const ordered: Row = {};
    for (const column of columns) ordered[column] = row[column] ?? null;
    yield JSON.stringify(ordered);
  }
}

/** What a CSV has no place for, for the file that stands beside it: `meta`, and `summary` where there is one. */
export function metaJson({ meta, summary }: Pick<Result, 'meta' | 'summary'>): string {
  const whole = Object.keys(summary).length > 0 ? { ...meta, summary } : meta;
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function indented(value: Json): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
}
