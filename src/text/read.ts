import { addAbortSignal, type Readable } from 'node:stream';
import { InputError } from '../errors.ts';
import { sha256OfFile } from '../sha256.ts';
import { readIdFile } from './ids.ts';
import { annotations, parseJsonLine, stringField } from './jsonl.ts';
import { fileLines, type Line, streamLines } from './lines.ts';
import { chooseSource, type TextOptions, type TextSource } from './source.ts';
import type { Text } from './text.ts';

/** Longer than any token of a known tokenizer, the longest of Pythia's being 512 spaces. */
const MOST_BYTES_A_TOKEN = 1024;
/** The context of no GPT-NeoX model is longer. */
const MOST_TOKENS = 8192;

/** The texts of a run and what its metadata says about them. */
export interface TextInput {
  texts: Text[];
  /** sha256 of the whole file as stored; absent for arguments, stdin and a list of ids. */
  hash?: string;
  /** The field that was read, where lines have fields. */
  field?: string;
}

/**
 * Reads the texts that the options name, and no more of a file than `limit` and `maxTokens` ask for. Empty texts among others are
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
  const mostBytes = MOST_BYTES_A_TOKEN * (options.maxTokens ?? MOST_TOKENS);
  const texts = await firstOf(openTexts(source, stdin, mostBytes), options.limit ?? Number.POSITIVE_INFINITY);
  const file = 'file' in source ? source.file : undefined;
  if (texts.length === 0)
    throw new InputError(`no text in ${file ?? source.kind}`, 'Give at least one line of text.');
  const input: TextInput = { texts };
  if (file !== undefined) input.hash = await sha256OfFile(file);
  if (source.kind === 'jsonl') input.field = source.field;
  return input;
}

function openTexts(source: TextSource, stdin: Readable, mostBytes: number): AsyncIterable<Text> | Text[] {
  switch (source.kind) {
    case 'arguments':
      return source.texts.map((text, index) => ({ index, text }));
    case 'stdin':
      return lineTexts(streamLines(stdin, 'stdin', mostBytes));
    case 'lines':
      return lineTexts(fileLines(source.file, mostBytes));
    case 'jsonl':
      return jsonlTexts(source.file, source.field, mostBytes);
    case 'ids':
      return [{ index: 0, ids: source.ids }];
    case 'id-file':
      return readIdFile(source.file);
  }
}

async function* lineTexts(lines: AsyncIterable<Line>): AsyncGenerator<Text> {
  let index = 0;
  for await (const { content, open } of lines)
    yield open ? { index: index++, text: content, open } : { index: index++, text: content };
}

async function* jsonlTexts(file: string, field: string, mostBytes: number): AsyncGenerator<Text> {
  let index = 0;
  for await (const line of fileLines(file)) {
    const row = parseJsonLine(line, file);
    const text = stringField(row, field, line, file);
    yield { index: index++, ...beginning(text, mostBytes), ...annotations(row) };
  }
}

/** The first `most` characters of a text, copied: a slice would keep the whole in memory. */
function beginning(text: string, most: number): Pick<Text, 'text' | 'open'> {
  if (text.length <= most) return { text };
  return { text: Buffer.from(text.slice(0, most), 'utf16le').toString('utf16le'), open: true };
}

async function firstOf(texts: AsyncIterable<Text> | Text[], limit: number): Promise<Text[]> {
  const first: Text[] = [];
  for await (const text of texts) {
    first.push(text);
    if (first.length >= limit) break;
  }
  return first;
}
