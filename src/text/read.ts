import { addAbortSignal, type Readable } from 'node:stream';
import { InputError } from '../errors.ts';
import { sha256OfFile } from '../sha256.ts';
import { readIdFile } from './ids.ts';
import { annotations, parseJsonLine, stringField } from './jsonl.ts';
import { fileLines, type Line, streamLines } from './lines.ts';
import { chooseSource, type TextOptions, type TextSource } from './source.ts';
import type { Text } from './text.ts';

/** The texts of a run and what its metadata says about them. */
export interface TextInput {
  texts: Text[];
  /** sha256 of the whole file as stored; absent for arguments, stdin and a list of ids. */
  hash?: string;
  /** The field that was read, where lines have fields. */
  field?: string;
}

/**
 * Reads the texts that the options name, and no more of a file than `limit` asks for. Empty texts among others are
 * kept, with their index.
 * @throws InputError where the options name no one source, or a file is not what its extension says, has a line without
 * the field, or holds nothing; an AbortError when `signal` aborts while stdin is waited for.
 */
export async function readTexts(
  options: TextOptions,
  stdin: Readable = process.stdin,
  signal?: AbortSignal,
): Promise<TextInput> {
  const source = chooseSource(options);
  if (signal && source.kind === 'stdin') addAbortSignal(signal, stdin);
  const texts = await firstOf(openTexts(source, stdin), options.limit ?? Number.POSITIVE_INFINITY);
  const file = 'file' in source ? source.file : undefined;
  if (texts.length === 0)
    throw new InputError(`no text in ${file ?? source.kind}`, 'Give at least one line of text.');
  const input: TextInput = { texts };
  if (file !== undefined) input.hash = await sha256OfFile(file);
  if (source.kind === 'jsonl') input.field = source.field;
  return input;
}

function openTexts(source: TextSource, stdin: Readable): AsyncIterable<Text> | Text[] {
  switch (source.kind) {
    case 'arguments':
      return source.texts.map((text, index) => ({ index, text }));
    case 'stdin':
      return lineTexts(streamLines(stdin, 'stdin'));
    case 'lines':
      return lineTexts(fileLines(source.file));
    case 'jsonl':
      return jsonlTexts(source.file, source.field);
    case 'ids':
      return [{ index: 0, ids: source.ids }];
    case 'id-file':
      return readIdFile(source.file);
  }
}

async function* lineTexts(lines: AsyncIterable<Line>): AsyncGenerator<Text> {
  let index = 0;
  for await (const line of lines) yield { index: index++, text: line.content };
}

async function* jsonlTexts(file: string, field: string): AsyncGenerator<Text> {
  let index = 0;
  for await (const line of fileLines(file)) {
    const row = parseJsonLine(line, file);
    yield { index: index++, text: stringField(row, field, line, file), ...annotations(row) };
  }
}

async function firstOf(texts: AsyncIterable<Text> | Text[], limit: number): Promise<Text[]> {
  const first: Text[] = [];
  for await (const text of texts) {
    first.push(text);
    if (first.length >= limit) break;
  }
  return first;
}
