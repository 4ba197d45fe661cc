import { pipeline, Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { InputError } from '../errors.ts';
import { ByteReader } from './byte-reader.ts';

/** As far as it is used here: the types of Node 20 have none, and nor has Node 20. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };

const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50; // to 0x184d2a5f
const RLE = 1;

/**
 * What a zstd stream holds, frame by frame (RFC 8878): Node's own decompression stops after the first frame without a
 * word, and before version 24 at a missing end too.
 * @param name what errors call the stream
 * @throws InputError for what is no whole zstd, or where this Node has none
 */
export async function* unpackZstd(packed: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const input = new ByteReader(packed);
  try {
    for (let magic = await input.take(4); magic.length > 0; magic = await input.take(4)) {
      if (createZstdDecompress === undefined) throw unknownHere(name);
      const kind = magic.length < 4 ? undefined : magic.readUInt32LE();
      if (kind === FRAME)
        yield* pipeline(Readable.from(frame(magic, input, name)), createZstdDecompress(), () => {});
      else if (kind !== undefined && (kind & 0xfffffff0) >>> 0 === SKIPPABLE) await skip(input, name);
      else throw broken(name);
    }
  } catch (error) {
    throw String((error as NodeJS.ErrnoException).code).startsWith('Z') ? broken(name, error) : error;
  } finally {
    await input.close();
  }
}

/** The bytes of one frame: its header, its blocks up to the last one, and the checksum. */
async function* frame(magic: Buffer, input: ByteReader, name: string): AsyncGenerator<Buffer> {
  const descriptor = await whole(input, 1, name);
  const [flags] = descriptor;
  yield magic;
  yield descriptor;
  yield await whole(input, headerLength(flags), name);
  for (let isLast = false; !isLast; ) {
    const header = await whole(input, 3, name);
    const bits = header.readUIntLE(0, 3);
    isLast = (bits & 1) === 1;
    yield header;
    yield await whole(input, ((bits >> 1) & 3) === RLE ? 1 : bits >> 3, name);
  }
  if (flags & 4) yield await whole(input, 4, name);
}

/** How long the rest of a frame's header is: window, dictionary, size of the content. */
function headerLength(flags: number): number {
  const isSingleSegment = (flags & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][flags & 3];
  const size = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6];
  return (isSingleSegment ? 0 : 1) + dictionary + size;
}

async function skip(input: ByteReader, name: string): Promise<void> {
  let left = (await whole(input, 4, name)).readUInt32LE();
  for (const most = 1 << 20; left > 0; left -= Math.min(left, most))
    await whole(input, Math.min(left, most), name);
}

async function whole(input: ByteReader, length: number, name: string): Promise<Buffer> {
  const bytes = await input.take(length);
  if (bytes.length === length) return bytes;
  throw broken(name);
}

function unknownHere(name: string): InputError {
  return new InputError(
    `${name} is packed as zstd, which Node ${process.versions.node} cannot unpack`,
    'unpack it first, as with: zstd -dc FILE | llmgeo COMMAND -; Node 22.15 and later can',
  );
}

function broken(name: string, cause?: unknown): InputError {
  return new InputError(`${name} is not a whole zstd file`, 'copy or download it again', cause);
}
