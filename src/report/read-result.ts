import { readFile } from 'node:fs/promises';
import { parseCsv } from '../csv.ts';
import { InputError } from '../errors.ts';
import type { Cell, Json, Result } from './result.ts';

/** Columns that hold text even where it looks like a number. */
const TEXT_COLUMNS =
  /^(model|revision|weights|token|target|context|label|context_[ab]|label_[ab]|vector|metric|family|dataset|theorem|quantity|kind)$/;
/** Those of them where an empty field is an empty text: every token has one. */
const ALWAYS_TEXT = /^(token|target)$/;

const HINT = 'Name a .csv, .json or .jsonl file that llmgeo wrote.';

/**
 * A result as it was saved: .json whole; .csv and .jsonl with the meta of `FILE.meta.json`, empty where that is not
 * there, and no summary.
 * @throws InputError where the file cannot be read or is no saved result
 */
export async function readResult(path: string): Promise<Result> {
  const text = await readText(path);
  const extension = /\.[^./]*$/.exec(path)?.[0].toLowerCase() ?? '';
  if (extension === '.json') return jsonResult(path, text);
  const read = { '.csv': csvRows, '.jsonl': jsonlRows }[extension];
  if (!read) throw new InputError(`${path}: unknown kind of result`, HINT);
  const rows = parsed(path, () => read(text));
  const metaPath = `${path}.meta.json`;
  const metaText = await readFile(metaPath, 'utf8').catch(() => '{}');
  const meta = parsed(metaPath, () => JSON.parse(metaText) as Result['meta']);
  if (!isObject(meta)) throw new InputError(`${metaPath}: is no meta of a result`, HINT);
  return { meta, columns: columnsOf(rows), rows, summary: {} };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : message;
    throw new InputError(`${path}: ${reason}`, HINT, error);
  }
}

function parsed<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InputError(`${path}: cannot be read: ${reason}`, HINT, error);
  }
}

function jsonResult(path: string, text: string): Result {
  const result: unknown = parsed(path, () => JSON.parse(text));
  const { meta, rows, summary } = (isObject(result) ? result : {}) as Partial<Result>;
  const whole = isObject(meta) && isObject(summary) && Array.isArray(rows) && rows.every(isObject);
  if (!whole) throw new InputError(`${path}: lacks meta, rows or summary`, HINT);
  return { meta, columns: columnsOf(rows), rows, summary };
}

function columnsOf(rows: Result['rows']): string[] {
  return Object.keys(rows[0] ?? {});
}

function isObject(value: unknown): value is Record<string, Json & Cell> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonlRows(text: string): Result['rows'] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const row: unknown = JSON.parse(line);
    if (!isObject(row)) throw new Error(`${line.slice(0, 40)} is no row`);
    return row;
  });
}

function csvRows(text: string): Result['rows'] {
  return parseCsv(text).map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cell(column, value)])),
  );
}

/** A CSV field as the value it was: an empty one was null, except for a token, which may be empty. */
function cell(column: string, field: string): Cell {
  if (ALWAYS_TEXT.test(column)) return field;
  if (field === '') return null;
  if (TEXT_COLUMNS.test(column)) return field;
  if (field === 'true' || field === 'false') return field === 'true';
  const number = Number(field);
  return Number.isNaN(number) ? field : number;
}
