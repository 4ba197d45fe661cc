import { InputError } from '../../errors.ts';
import type { Result } from '../result.ts';
import { toCsv } from './csv.ts';
import { toJson } from './json.ts';
import { toJsonl } from './jsonl.ts';
import { toTable } from './table.ts';

export type Format = 'table' | 'csv' | 'json' | 'jsonl';

const FORMATS: Record<Format, (result: Result) => Iterable<string>> = {
  table: toTable,
  csv: toCsv,
  json: toJson,
  jsonl: toJsonl,
};

const EXTENSIONS: Record<string, Format> = {
  '.csv': 'csv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.txt': 'table',
};

/** A result as text in one of the formats, in pieces, so that many rows never stand in one string. */
export function formatResult(result: Result, format: Format): Iterable<string> {
  return FORMATS[format](result);
}

/**
 * The value of `--format`.
 * @throws InputError where there is no such format
 */
export function parseFormat(name: string): Format {
  if (Object.hasOwn(FORMATS, name)) return name as Format;
  throw new InputError(`unknown --format "${name}"`, `use one of ${Object.keys(FORMATS).join(', ')}`);
}

/** The format that the extension of a path stands for, if any: .csv, .json, .jsonl, .txt (a table). */
export function formatOfExtension(path: string): Format | undefined {
  const extension = /\.[^./]*$/.exec(path)?.[0].toLowerCase() ?? '';
  return Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
}
