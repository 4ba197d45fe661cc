import { basename } from 'node:path';
import { InputError } from '../errors.ts';
import { isStdin } from '../stdin.ts';
import { isIdList, parseIdList } from './ids.ts';

/** Where the texts of a run come from, as the command line says it: exactly one of texts, file, datasetFiles, ids. */
export interface TextOptions {
  /** Texts given as arguments; a lone `-` reads stdin. */
  texts: readonly string[];
  /** Files, read one after the other; `-` is stdin. */
  file?: readonly string[];
  /** The files of a data set, one after the other. */
  datasetFiles?: readonly DatasetFile[];
  /** Lists of token ids, `12,7,9`, or JSONL files of `{"ids": [...]}`; `-` is stdin. */
  ids?: readonly string[];
  /** The field of a JSONL line that holds the text: default `text`. Files that it is given for are JSONL. */
  field?: string;
  /** Only the first `limit` texts; the rest is not read. */
  limit?: number;
  /** No more tokens of a text are needed: of a very long one only the beginning is kept. */
  maxTokens?: number;
}

/** One place that texts come from. */
export type TextSource =
  | { kind: 'arguments'; texts: readonly string[] }
  | { kind: 'ids'; ids: number[] }
  | { kind: 'id-file'; file: string }
  | FileSource;

/** A file of texts. */
export interface FileSource {
  kind: 'file';
  file: string;
  /** What `meta` calls it; default its name without the folder. */
  name?: string;
  format?: TextFormat;
  field: string;
  /** The field was asked for, so that there must be one. */
  isFieldGiven?: boolean;
  /** Empty texts are no texts of it. */
  skipsEmpty?: boolean;
}

/** A file of a data set. */
export interface DatasetFile extends Pick<FileSource, 'name' | 'skipsEmpty'> {
  path: string;
  /** Holds the text unless `TextOptions.field` says otherwise; default `chosen`. */
  field?: string;
}

/**
 * How a file holds texts: one a line, one in a field of the JSON object on each line, in a JSON list (or lines of
 * objects, which often bear its name), or in a column of Parquet.
 */
export type TextFormat = 'lines' | 'jsonl' | 'json' | 'parquet';

/** The name of standard input among files. */
export const STDIN = '-';

/** Whether the options name any source of texts. */
export function hasTexts(options: TextOptions): boolean {
  return namedSources(options).length > 0;
}

/**
 * The sources that the options name, all of one kind, in order; reads no file.
 * @throws InputError where none or several kinds are named, an id is no id, or `field` has no use.
 */
export function chooseSources(options: TextOptions): TextSource[] {
  const named = namedSources(options);
  if (named.length === 0) throw new InputError('no text given', 'give a text, --file FILE, or - for stdin');
  if (named.length > 1)
    throw new InputError(`texts from several sources: ${named.join(', ')}`, 'choose one of them');
  const sources = sourcesOf(options);
  if (options.field !== undefined && sources.some(({ kind }) => kind !== 'file'))
    throw new InputError(`--field ${options.field} with ${named[0]}`, 'only JSON objects have fields');
  return sources;
}

function namedSources(options: TextOptions): string[] {
  const named: string[] = [];
  if (options.texts.some((text) => text !== STDIN)) named.push('texts as arguments');
  if (options.texts.includes(STDIN)) named.push('- (stdin)');
  if (options.file !== undefined) named.push('--file');
  if (options.datasetFiles !== undefined) named.push('--dataset');
  if (options.ids !== undefined) named.push('--ids');
  return named;
}

function sourcesOf({ texts, file, datasetFiles, ids, field }: TextOptions): TextSource[] {
  if (ids !== undefined) return ids.map(idSource);
  if (file !== undefined) return file.map((path) => fileSource(path, field));
  if (datasetFiles !== undefined) return datasetFiles.map((one) => datasetSource(one, field));
  return texts.includes(STDIN) ? [fileSource(STDIN, field)] : [{ kind: 'arguments', texts }];
}

function datasetSource({ path, field: usual = 'chosen', ...more }: DatasetFile, field?: string): FileSource {
  return { ...fileSource(path, field, usual), ...more };
}

/** A field says that a file holds objects, whatever it is called. */
function fileSource(path: string, field: string | undefined, usualField = 'text'): FileSource {
  const named = formatOfName(path);
  const file = isStdin(path) ? STDIN : path;
  if (field === undefined) return { kind: 'file', file, format: named, field: usualField };
  const format = named === 'jsonl' || named === 'parquet' ? named : 'json';
  return { kind: 'file', file, format, field, isFieldGiven: true };
}

function idSource(ids: string): TextSource {
  if (isStdin(ids)) return { kind: 'id-file', file: STDIN };
  return isIdList(ids) ? { kind: 'ids', ids: parseIdList(ids) } : { kind: 'id-file', file: ids };
}

/** What the extension says of a file, if it says anything. */
function formatOfName(path: string): TextFormat | undefined {
  const name = basename(path).toLowerCase();
  if (name.endsWith('.parquet')) return 'parquet';
  const unpacked = name.replace(/\.(gz|zst)$/, '');
  if (unpacked.endsWith('.json')) return 'json';
  if (/\.(jsonl|ndjson)$/.test(unpacked)) return 'jsonl';
  return unpacked.endsWith('.txt') ? 'lines' : undefined;
}
