import { constants } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../errors.ts';

/** One line of a file without its line end; `number` counts from 1. */
export interface Line {
  number: number;
  content: string;
  /** The line goes on: only its beginning was asked for. */
  open?: boolean;
}

const NEWLINE = 0x0a;
const LONGEST_CHARACTER = 4;

/**
 * The lines of a text file, or of a gzipped one (`.gz`), read as they are asked for: stopping early stops the reading.
 *
 * A byte-order mark and CRs before line ends are taken off; empty lines at the end are left out.
 * Of a line longer than `mostBytes` only so many come, and no more of it is held.
 * @throws InputError where the file is missing, a folder, unreadable, broken gzip or not UTF-8.
 */
export async function* fileLines(path: string, mostBytes = Number.POSITIVE_INFINITY): AsyncGenerator<Line> {
  await assertReadable(path);
  try {
    yield* streamLines(openBytes(path), path, mostBytes);
  } catch (error) {
    throw error instanceof InputError ? error : unreadable(path, error);
  }
}

/** The lines of a stream of bytes, as `fileLines`; `name` is what errors call it. */
export async function* streamLines(
  bytes: Readable,
  name: string,
  mostBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Line> {
  let number = 0;
  let emptyLines = 0;
  for await (const line of splitLines(bytes, mostBytes)) {
    number++;
    const open = line.length > mostBytes;
    const content = decodeLine(open ? wholeCharacters(line, mostBytes) : line, number, name, open);
    if (content === '') {
      emptyLines++;
      continue;
    }
    for (; emptyLines > 0; emptyLines--) yield { number: number - emptyLines, content: '' };
    yield open ? { number, content, open } : { number, content };
  }
}

/** Cuts at each newline byte, which in UTF-8 is never part of another character; holds little more than `mostBytes`. */
async function* splitLines(bytes: Readable, mostBytes: number): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let held = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...pending, chunk.subarray(start, end)]);
      pending = [];
      held = 0;
      start = end + 1;
    }
    if (held <= mostBytes) pending.push(chunk.subarray(start));
    held += chunk.length - start;
  }
  yield Buffer.concat(pending);
}

/** At most so many bytes, without a part of a character at the end. */
function wholeCharacters(line: Buffer, most: number): Buffer {
  let end = most;
  while (end > 0 && most - end < LONGEST_CHARACTER && (line[end] & 0xc0) === 0x80) end--;
  return line.subarray(0, end);
}

function decodeLine(line: Buffer, number: number, name: string, open: boolean): string {
  if (line.length > constants.MAX_STRING_LENGTH)
    throw new InputError(`${name}, line ${number}: ${line.length} bytes in one line`, 'Give shorter lines.');
  try {
    // ignoreBOM keeps U+FEFF inside a file, where it is a character; the file's own mark goes here.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
    const content = open ? text : text.replace(/\r$/, '');
    return number === 1 ? content.replace(/^\uFEFF/, '') : content;
  } catch (cause) {
    const hint = 'Save the file as UTF-8, for example with: iconv -f ENCODING -t UTF-8';
    throw new InputError(`${name}, line ${number}: not UTF-8`, hint, cause);
  }
}

function openBytes(path: string): Readable {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file;
  // pipeline, unlike pipe, closes the file when the reader stops early and hands its errors on to the reader.
  return pipeline(file, createGunzip(), () => {});
}

async function assertReadable(path: string): Promise<void> {
  const info = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (info.isDirectory())
    throw new InputError(`${path} is a folder`, 'Name a file: .txt, .jsonl or .jsonl.gz.');
}

function unreadable(path: string, error: unknown): InputError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT') return new InputError(`no such file: ${path}`, 'Check the path.', error);
  if (code.startsWith('Z_')) {
    return new InputError(
      `${path} is not a whole gzip file (${(error as Error).message})`,
      'Copy or download it again.',
      error,
    );
  }
  return new InputError(
    `cannot read ${path} (${code || String(error)})`,
    'Check the file and its permissions.',
    error,
  );
}
