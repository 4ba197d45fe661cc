import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { InputError } from '../errors.ts';
import { sha256OfFile } from '../sha256.ts';
import { fileBytes, textBytes } from './bytes.ts';
import { type Findings, fileTexts, type Wanted } from './file-texts.ts';
import { idTexts } from './ids.ts';
import { jsonObjectIn } from './jsonl.ts';
import { linesOf } from './lines.ts';
import { chooseSources, type FileSource, STDIN, type TextOptions, type TextSource } from './source.ts';
import type { Text } from './text.ts';

/** A file that texts were read from. */
export interface ReadFile {
  /** Without its folder: the same file on two machines has one name. `stdin` for standard input. */
  name: string;
  /** sha256 of the whole file as stored; null for pipes, which cannot be read again. */
  hash: string | null;
}

/** Longer than any token of a known tokenizer, the longest of Pythia's being 512 spaces. */
const MOST_BYTES_A_TOKEN = 1024;
/** The context of no GPT-NeoX model is longer. */
const MOST_TOKENS = 8192;

/** The texts of a run and what its metadata says about them. */
export interface TextInput {
  texts: Text[];
  files: ReadFile[];
  /** The field that was read, where there are fields. */
  field?: string;
  /** What a user should know of how the texts were read. */
  warnings: string[];
}

/** What may be given in place of the process's own, and what stops the waiting for it. */
export interface ReadOptions {
  stdin?: Readable;
  signal?: AbortSignal;
}

/**
 * Reads the texts that the options name, one source after the other, and no more of a file than `limit` and `maxTokens`
 * ask for. Empty texts among others are kept, with their index; blank lines of JSONL hold no text.
 * @throws InputError where the options name no kind of source or several, or a file is not what its extension says, has
 * a line without the field, or holds nothing; an AbortError when `signal` aborts while stdin is waited for.
 */
export async function readTexts(options: TextOptions, readOptions: ReadOptions = {}): Promise<TextInput> {
  const sources = chooseSources(options);
  const findings: Findings = { warnings: [] };
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const mostBytes = MOST_BYTES_A_TOKEN * (options.maxTokens ?? MOST_TOKENS);
  const texts: Text[] = [];
  const files: ReadFile[] = [];
  for (const source of sources) {
    if (texts.length >= limit) break;
    const before = texts.length;
    const wanted = { mostBytes, limit: limit - before };
    for await (const text of openTexts(source, findings, { ...readOptions, ...wanted })) {
      texts.push({ index: texts.length, ...beginning(text, mostBytes) });
      if (texts.length >= limit) break;
    }
    if (!('file' in source)) continue;
    if (texts.length === before)
      throw new InputError(`no text in ${nameOf(source)}`, 'give at least one line of text');
    files.push({ name: shownName(source), hash: await hashOf(source.file) });
  }
  warnOfJson(texts, findings);
  return { texts, files, ...findings };
}

type Unnumbered = Omit<Text, 'index'>;

function openTexts(
  source: TextSource,
  findings: Findings,
  options: ReadOptions & Wanted,
): AsyncIterable<Unnumbered> | Unnumbered[] {
  switch (source.kind) {
    case 'arguments':
      return source.texts.map((text) => ({ text }));
    case 'ids':
      return [{ ids: source.ids }];
    case 'id-file':
      return idTexts(
        linesOf(openBytes(source.file, options), nameOf(source), options.mostBytes),
        nameOf(source),
      );
    case 'file':
      return textsOfFile(source, findings, options);
  }
}

async function* textsOfFile(
  source: FileSource,
  findings: Findings,
  options: ReadOptions & Wanted,
): AsyncGenerator<Unnumbered> {
  const { skipsEmpty, file } = source;
  const wanted = { ...options, limit: skipsEmpty ? Number.POSITIVE_INFINITY : options.limit };
  for await (const text of fileTexts(source, nameOf(source), wanted, findings, () =>
    openBytes(file, options),
  ))
    if (!skipsEmpty || text.text !== '') yield text;
}

/** `process.stdin` is touched only where it is read: to look at it already changes it for who shares it. */
function openBytes(file: string, { stdin, signal }: ReadOptions): AsyncIterable<Buffer> {
  if (file !== STDIN) return fileBytes(file);
  const stream = stdin ?? process.stdin;
  if (signal) addAbortSignal(signal, stream);
  return textBytes(stream, 'stdin');
}

/** The first `most` characters of a text, copied: a slice would keep the whole in memory. */
function beginning(text: Unnumbered, most: number): Unnumbered {
  if (text.text === undefined || text.text.length <= most) return text;
  const start = Buffer.from(text.text.slice(0, most), 'utf16le').toString('utf16le');
  return { ...text, text: start, open: true };
}

function nameOf({ file }: { file: string }): string {
  return file === STDIN ? 'stdin' : file;
}

function shownName(source: { file: string; name?: string }): string {
  return source.name ?? basename(nameOf(source));
}

async function hashOf(file: string): Promise<string | null> {
  return file !== STDIN && (await stat(file)).isFile() ? sha256OfFile(file) : null;
}

/** A text that is JSON is rarely meant as one. */
function warnOfJson(texts: readonly Text[], { warnings, field }: Findings): void {
  if (field !== undefined) return;
  const found = texts.find(({ text }) => text !== undefined && jsonObjectIn(text));
  if (found)
    warnings.push(
      `text ${found.index} is a JSON object, and is read as it stands, braces and all: give JSON lines in a .jsonl file, with --field, or to stdin from the first line on`,
    );
}
