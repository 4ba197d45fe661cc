import { readFile } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { text as wholeText } from 'node:stream/consumers';
import { parseCsv } from '../csv.ts';
import { InputError } from '../errors.ts';
import type { Cell, Json, Result } from '../report/result.ts';
import { isStdin } from '../stdin.ts';

/** Columns that hold text even where it looks like a number. */
const TEXT_COLUMNS =
  /^(model|revision|weights|token|target|context|label|context_[ab]|label_[ab]|vector|metric|family|dataset|theorem|quantity|kind)$/;
/** Those of them where an empty field is an empty text: every token has one. */
const ALWAYS_TEXT = /^(token|target)$/;

const HINT = 'name a .csv, .json or .jsonl file that llmgeo wrote';

/**
 * A result as it was saved: .json whole; .csv and .jsonl with the meta and summary of `FILE.meta.json`, both empty
 * where that is not there. `-` is stdin; where no extension says what a file is, its beginning does.
 * @param signal ends the waiting for stdin
 * @throws InputError where the file cannot be read or is no saved result
 * @example
 * ```ts
 * const { rows } = await readResult('result.csv');
 * rows[0]; // { token: 'a', gain: 0.5 }
 * ```
 */
export async function readResult(path: string, signal?: AbortSignal): Promise<Result> {
  const text = isStdin(path) ? await stdinText(signal) : await readText(path);
  const kind = /\.(csv|json|jsonl)$/i.exec(path)?.[1].toLowerCase() ?? kindOf(path, text);
  if (kind === 'json') return jsonResult(path, text);
  const rows = parsed(path, () => (kind === 'csv' ? csvRows : jsonlRows)(text));
  const metaPath = `${path}.meta.json`;
  const metaText = await readFile(metaPath, 'utf8').catch(() => '{}');
  const beside = parsed(metaPath, () => JSON.parse(metaText) as Result['meta']);
  if (!isObject(beside)) throw new InputError(`${metaPath}: is no meta of a result`, HINT);
  const { summary = {}, ...meta } = beside;
  return { meta, columns: columnsOf(rows), rows, summary: isObject(summary) ? summary : {} };
}

/** A CSV begins with the names of columns, a JSONL file with a line that is an object and no result. */
function kindOf(path: string, text: string): 'csv' | 'json' | 'jsonl' {
  const [firstLine] = text.trimStart().split('\n', 1);
  if (/^\{.*"rows"|^\{\s*$/.test(firstLine)) return 'json';
  if (/^\{".*\}\s*$/.test(firstLine)) return 'jsonl';
  if (/^\w+(,\w+)+\s*$/.test(firstLine)) return 'csv';
  throw new InputError(`${path}: ${firstLine === '' ? 'holds nothing' : 'unknown kind of result'}`, HINT);
}

function stdinText(signal?: AbortSignal): Promise<string> {
  return wholeText(signal ? addAbortSignal(signal, process.stdin) : process.stdin);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : message;
    throw new InputError(`${path || '""'}: ${reason}`, HINT, error);
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
  return parseCsv(text)
    .filter((row) => !isHeading(row))
    .map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cell(column, value)])),
    );
}

/** The heading of another file that this one was appended to, as in `llmgeo entropy >> all.csv`. */
function isHeading(row: Record<string, string | null>): boolean {
  return Object.entries(row).every(([column, value]) => column === value);
}

/** A CSV field as the value it was: an empty one was null, except for a token, which other writers leave unquoted. */
function cell(column: string, field: string | null): Cell {
  if (ALWAYS_TEXT.test(column)) return field ?? '';
  if (field === null || TEXT_COLUMNS.test(column)) return field;
  if (field === 'true' || field === 'false') return field === 'true';
  const number = Number(field);
  return Number.isNaN(number) ? field : number;
}
