import { InputError } from '../../errors.ts';
import type { Result } from '../result.ts';
import { toCsv } from './csv.ts';
import { toJson } from './json.ts';
import { toJsonl } from './jsonl.ts';
import { type Shown, toTable } from './table.ts';

/** What a result can be written as: a table to read, CSV, JSON with `meta` and `summary`, or a line of JSON per row. */
export type Format = 'table' | 'csv' | 'json' | 'jsonl';

const WRITERS: Record<Format, (result: Result, shown?: Shown) => Iterable<string>> = {
  table: toTable,
  csv: toCsv,
  json: toJson,
  jsonl: toJsonl,
};

/** What `--format` may be. */
export const FORMATS = Object.keys(WRITERS);

const EXTENSIONS: Record<string, Format> = {
  '.csv': 'csv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.txt': 'table',
};

/**
 * A result as text in one of the formats, in pieces, so that many rows never stand in one string.
 * @param shown how a table is
 * @throws InputError where there is no such format
 * @example
 * ```ts
 * const result = { meta: {}, columns: ['token', 'gain'], rows: [{ token: 'a', gain: 0.5 }], summary: {} };
 * [...formatResult(result, 'csv')].join(''); // 'token,gain\na,0.5\n'
 * ```
 */
export function formatResult(result: Result, format: Format, shown?: Shown): Iterable<string> {
  return WRITERS[parseFormat(format)](result, shown);
}

/**
 * The value of `--format`.
 * @throws InputError where there is no such format
 */
export function parseFormat(name: string): Format {
  if (Object.hasOwn(WRITERS, name)) return name as Format;
  throw new InputError(`unknown --format "${name}"`, `use one of ${FORMATS.join(', ')}`);
}

/** The format that the extension of a path stands for, if any: .csv, .json, .jsonl, .txt (a table). */
export function formatOfExtension(path: string): Format | undefined {
  const extension = /\.[^./]*$/.exec(path)?.[0].toLowerCase() ?? '';
  return Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
}
