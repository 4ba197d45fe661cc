import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../errors.ts';
import { unpackZstd } from './zstd.ts';

/** What files that are not plain text begin with. */
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
const OTHER_PACKINGS: [string, number[], string?][] = [
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['bzip2', [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['Parquet', [0x50, 0x41, 0x52, 0x31], 'give it as a file, unpacked, whose name ends in .parquet'],
];
const UTF_16: [string, number[]][] = [
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
const LONGEST_BEGINNING = 6;

/**
 * The bytes of a file as UTF-8: unpacked where they are gzip or zstd (by their first bytes, or the names `.gz` and
 * `.zst`), recoded where they begin with the mark of UTF-16. Read as they are asked for: stopping early stops the
 * reading.
 * @throws InputError where the file is missing, a folder, unreadable, broken gzip or zstd, or packed in another way.
 */
export async function* fileBytes(path: string): AsyncGenerator<Buffer> {
  await checkFile(path);
  const file = createReadStream(path);
  if (path.endsWith('.gz')) yield* textBytes(unpacked(file), path);
  else yield* textBytes(path.endsWith('.zst') ? unpackZstd(file, path) : file, path);
}

/** @throws InputError where the file is missing, a folder or unreadable */
export async function checkFile(path: string): Promise<void> {
  const info = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (info.isDirectory()) throw new InputError(`${path} is a folder`, 'name a file');
}

/** The bytes of a stream, as `fileBytes`; `name` is what errors call it. */
export async function* textBytes(stream: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  try {
    yield* plain(stream, name);
  } catch (error) {
    const passes = error instanceof InputError || (error as Error).name === 'AbortError';
    throw passes ? error : unreadable(name, error);
  }
}

async function* plain(stream: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const { beginning, all } = await peek(stream, ({ length }) => length >= LONGEST_BEGINNING);
  const [packing, , hint] = OTHER_PACKINGS.find(([, mark]) => startsWith(beginning, mark)) ?? [];
  if (packing)
    throw new InputError(`${name} is packed as ${packing}`, hint ?? 'unpack it, and give what is in it');
  const encoding = UTF_16.find(([, mark]) => startsWith(beginning, mark))?.[0];
  if (startsWith(beginning, GZIP)) yield* plain(unpacked(Readable.from(all)), name);
  else if (startsWith(beginning, ZSTD)) yield* plain(unpackZstd(all, name), name);
  else if (encoding) yield* recoded(all, encoding);
  else yield* all;
}

/** The beginning of a stream, as long as it takes to be `enough`, and the whole of it from there on. */
export async function peek(stream: AsyncIterable<Buffer>, enough: (beginning: Buffer) => boolean) {
  const rest = stream[Symbol.asyncIterator]();
  let beginning = Buffer.alloc(0);
  while (!enough(beginning)) {
    const { done, value } = await rest.next();
    if (done) break;
    beginning = Buffer.concat([beginning, value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield beginning;
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  return { beginning, all: all() };
}

function startsWith(bytes: Buffer, mark: number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte);
}

function unpacked(packed: Readable): Readable {
  // pipeline, unlike pipe, closes the file when the reader stops early and hands its errors on to the reader.
  return pipeline(packed, createGunzip(), () => {});
}

async function* recoded(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

function unreadable(path: string, error: unknown): InputError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new InputError(`no such file: ${path || '""'}`, 'check the path', error);
  if (code.startsWith('Z_'))
    return new InputError(
      `${path} is not a whole gzip file (${message})`,
      'copy or download it again',
      error,
    );
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new InputError(`${path} is not whole UTF-16`, 'save it as UTF-8', error);
  return new InputError(
    `cannot read ${path} (${code || message})`,
    'check the file and its permissions',
    error,
  );
}
