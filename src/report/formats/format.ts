import { InputError } from '../../errors.ts';
import type { Result } from '../result.ts';
import type { Page } from '../terminal/page.ts';
import { toCsv } from './csv.ts';
import { toJson } from './json.ts';
import { toJsonl } from './jsonl.ts';
import { toTable } from './table.ts';

export type Format = 'table' | 'csv' | 'json' | 'jsonl';

const WRITERS: Record<Format, (result: Result, page?: Page) => Iterable<string>> = {
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
 * @param page what a table is drawn on; by default a file
 */
export function formatResult(result: Result, format: Format, page?: Page): Iterable<string> {
  return WRITERS[format](result, page);
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
