import { InputError } from '../errors.ts';
import { fileBytes, textBytes } from './bytes.ts';

/** One line of a file without its line end; `number` counts from 1. */
export interface Line {
  number: number;
  content: string;
}

const NEWLINE = 0x0a;

/**
 * The lines of a text file, as `fileBytes` reads it, read as they are asked for: stopping early stops the reading.
 *
 * A byte-order mark and CRs before line ends are taken off; empty lines at the end are left out.
 * @throws InputError as `fileBytes`, and where a line is not UTF-8.
 */
export function fileLines(path: string): AsyncGenerator<Line> {
  return numberedLines(fileBytes(path), path);
}

/** The lines of a stream of bytes, as `fileLines`; `name` is what errors call it. */
export function streamLines(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Line> {
  return numberedLines(textBytes(bytes, name), name);
}

async function* numberedLines(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Line> {
  let number = 0;
  let emptyLines = 0;
  for await (const line of splitLines(bytes)) {
    number++;
    const content = decodeLine(line, number, name);
    if (content === '') {
      emptyLines++;
      continue;
    }
    for (; emptyLines > 0; emptyLines--) yield { number: number - emptyLines, content: '' };
    yield { number, content };
  }
}

/** Cuts at each newline byte, which in UTF-8 is never part of another character. */
async function* splitLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...pending, chunk.subarray(start, end)]);
      pending = [];
      start = end + 1;
    }
    pending.push(chunk.subarray(start));
  }
  yield Buffer.concat(pending);
}

function decodeLine(line: Buffer, number: number, name: string): string {
  const hint = 'save the file as UTF-8, for example with: iconv -f ENCODING -t UTF-8';
  if (line.includes(0))
    throw new InputError(`${name}, line ${number}: has a NUL byte, so it is no text`, hint);
  try {
    // ignoreBOM keeps U+FEFF inside a file, where it is a character; the file's own mark goes here.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line).replace(/\r$/, '');
    return number === 1 ? text.replace(/^\uFEFF/, '') : text;
  } catch (cause) {
    throw new InputError(`${name}, line ${number}: not UTF-8`, hint, cause);
  }
}
