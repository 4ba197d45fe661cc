import { constants } from 'node:buffer';
import { InputError } from '../errors.ts';

/** One line of a file without its line end; `number` counts from 1. */
export interface Line {
  number: number;
  content: string;
  /** The line goes on: only its beginning was asked for. */
  open?: boolean;
}

const NEWLINE = 0x0a;
const BRACE = 0x7b;
const LONGEST_CHARACTER = 4;

/**
 * The lines of a text, read as they are asked for: stopping early stops the reading.
 *
 * A byte-order mark and CRs before line ends are taken off; empty lines at the end are left out.
 * Of a line longer than `mostBytes` only so many come, and no more of it is held; a line of JSON comes whole, since half
 * an object is none.
 * @param name what errors call the place that the bytes come from
 * @throws InputError as the bytes do, and where a line is not UTF-8.
 */
export async function* linesOf(
  bytes: AsyncIterable<Buffer>,
  name: string,
  mostBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Line> {
  let number = 0;
  let emptyLines = 0;
  for await (const line of splitLines(bytes, mostBytes)) {
    number++;
    const open = line.length > mostBytes && line[0] !== BRACE;
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
async function* splitLines(bytes: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let held = 0;
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...pending, chunk.subarray(start, end)]);
      pending = [];
      held = 0;
      start = end + 1;
    }
    if (held <= mostBytes || isJson(pending)) pending.push(chunk.subarray(start));
    held += chunk.length - start;
  }
  yield Buffer.concat(pending);
}

function isJson(parts: readonly Buffer[]): boolean {
  return parts.find(({ length }) => length > 0)?.[0] === BRACE;
}

/** At most so many bytes, without a part of a character at the end. */
function wholeCharacters(line: Buffer, most: number): Buffer {
  let end = most;
  while (end > 0 && most - end < LONGEST_CHARACTER && (line[end] & 0xc0) === 0x80) end--;
  return line.subarray(0, end);
}

function decodeLine(line: Buffer, number: number, name: string, open: boolean): string {
  const text = decoded(line, `${name}, line ${number}`);
  const content = open ? text : text.replace(/\r$/, '');
  return number === 1 ? content.replace(/^\uFEFF/, '') : content;
}

/**
 * A piece of a text file as a string.
 * @param where what errors call it
 * @throws InputError where it is not UTF-8, or too long
 */
export function decoded(bytes: Buffer, where: string): string {
  if (bytes.length > constants.MAX_STRING_LENGTH)
    throw new InputError(`${where}: ${bytes.length} bytes in one line`, 'give shorter lines');
  const hint = 'save the file as UTF-8, for example with: iconv -f ENCODING -t UTF-8';
  if (bytes.includes(0)) throw new InputError(`${where}: has a NUL byte, so it is no text`, hint);
  try {
    // ignoreBOM keeps U+FEFF, which is a character inside a file; the file's own mark is taken off above.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(`${where}: not UTF-8`, hint, cause);
  }
}
