import { InputError } from '../errors.ts';
import { isIdList, parseIdList } from './ids.ts';

/** Where the texts of a run come from, as the command line says it: exactly one of texts, file, datasetFile, ids. */
export interface TextOptions {
  /** Texts given as arguments; a lone `-` reads stdin, one text a line. */
  texts: readonly string[];
  /** `.txt` (one text a line), `.jsonl` or `.jsonl.gz`. */
  file?: string;
  /** As `file`, of a data set: its field is `chosen` unless `field` says otherwise. */
  datasetFile?: string;
  /** A list of token ids, `12,7,9`, or a JSONL file of `{"ids": [...]}`. */
  ids?: string;
  /** The field of a JSONL line that holds the text: default `text`. */
  field?: string;
  /** Only the first `limit` texts; the rest is not read. */
  limit?: number;
  /** No more tokens of a text are needed: of a very long one only the beginning is kept. */
  maxTokens?: number;
}

/** The one source that the options name, its kind known from the file's extension. */
export type TextSource =
  | { kind: 'arguments'; texts: readonly string[] }
  | { kind: 'stdin' }
  | { kind: 'lines'; file: string }
  | { kind: 'jsonl'; file: string; field: string }
  | { kind: 'ids'; ids: number[] }
  | { kind: 'id-file'; file: string };

/** Whether the options name any source of texts. */
export function hasTexts(options: TextOptions): boolean {
  return namedSources(options).length > 0;
}

/**
 * The source that the options name; reads no file.
 * @throws InputError where none or several are named, an extension is unknown, an id is no id, or `field` has no use.
 */
export function chooseSource(options: TextOptions): TextSource {
  const named = namedSources(options);
  if (named.length === 0) throw new InputError('no text given', 'Give a text, --file FILE, or - for stdin.');
  if (named.length > 1) {
    throw new InputError(`texts from several sources: ${named.join(', ')}`, 'Choose one of them.');
  }
  const source = onlySource(options);
  if (options.field !== undefined && source.kind !== 'jsonl') {
    throw new InputError(
      `--field ${options.field} with ${named[0]}`,
      'Only the lines of .jsonl files have fields.',
    );
  }
  return source;
}

function namedSources(options: TextOptions): string[] {
  const named: string[] = [];
  if (options.texts.some((text) => text !== '-')) named.push('texts as arguments');
  if (options.texts.includes('-')) named.push('- (stdin)');
  if (options.file !== undefined) named.push('--file');
  if (options.datasetFile !== undefined) named.push('--dataset');
  if (options.ids !== undefined) named.push('--ids');
  return named;
}

function onlySource(options: TextOptions): TextSource {
  if (options.ids !== undefined) return idSource(options.ids);
  if (options.file !== undefined) return fileSource(options.file, options.field ?? 'text');
  if (options.datasetFile !== undefined) return fileSource(options.datasetFile, options.field ?? 'chosen');
  if (options.texts.includes('-')) return { kind: 'stdin' };
  return { kind: 'arguments', texts: options.texts };
}

function fileSource(file: string, field: string): TextSource {
  if (isJsonl(file)) return { kind: 'jsonl', file, field };
  if (file.endsWith('.txt')) return { kind: 'lines', file };
  throw new InputError(`unknown kind of text file: ${file}`, 'Name a .txt, .jsonl or .jsonl.gz file.');
}

function idSource(ids: string): TextSource {
  if (isIdList(ids)) return { kind: 'ids', ids: parseIdList(ids) };
  if (isJsonl(ids)) return { kind: 'id-file', file: ids };
  throw new InputError(
    `--ids ${ids}: neither ids nor a .jsonl file`,
    'Write --ids 12,7,9 or --ids FILE.jsonl.',
  );
}

function isJsonl(file: string): boolean {
  return file.endsWith('.jsonl') || file.endsWith('.jsonl.gz');
}
