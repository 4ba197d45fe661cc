import type { Cell, Json } from '../result.ts';

/** A longer list or summary is for json; the terminal gets its size. */
const LONGEST_LIST = 8;
const MOST_LINES = 40;

/** A summary as short lines `path.to.key: value` under a table. `show` turns one value into text. */
export function summaryLines(summary: Record<string, Json>, show: (value: Cell) => string): string[] {
  const lines = [...flattened(summary, '', show)];
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `... ${lines.length - MOST_LINES} more lines with --format json`];
}

function* flattened(value: Json, path: string, show: (value: Cell) => string): Generator<string> {
  if (!isNested(value)) {
    yield `${path}: ${show(value)}`;
  } else if (Array.isArray(value) && !value.some(isNested)) {
    yield `${path}: ${listed(value as Cell[], show)}`;
  } else {
    for (const [key, inner] of Object.entries(value))
      yield* flattened(inner, path ? `${path}.${key}` : key, show);
  }
}

function listed(values: Cell[], show: (value: Cell) => string): string {
  if (values.length === 0) return 'none';
  return values.length > LONGEST_LIST ? `${values.length} values` : values.map(show).join(', ');
}

function isNested(value: Json): value is Json[] | { [key: string]: Json } {
  return value !== null && typeof value === 'object';
}
