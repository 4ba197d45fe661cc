import { duplicateKey } from './duplicate-keys.ts';
import { type OpenFile, readRange, withFile } from './open-file.ts';
import type { TensorTable } from './stored-tensor.ts';
import { damaged, isRecord, tensorTable } from './tensor-table.ts';

/** The format's own limit, so that a lying length field cannot fill the memory. */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;

/**
 * Reads the header of a safetensors file, and only that: the file may exceed what fits in memory. Everything it
 * says is checked first: lengths, text, names, and by `tensorTable` the tensors themselves.
 * @throws InputError naming the file, the tensor, what was expected and what was found
 */
export function readHeader(file: string): Promise<TensorTable> {
  return withFile(file, async (opened) => {
    const header = await readJson(opened);
    return tensorTable(file, header.entries, LENGTH_BYTES + header.bytes, opened.size);
  });
}

/** The header's JSON object without `__metadata__`, and its length in bytes. */
async function readJson(opened: OpenFile) {
  const { file, size } = opened;
  if (size < LENGTH_BYTES)
    throw damaged(file, `has ${size} bytes, fewer than the ${LENGTH_BYTES} of the header's length`);
  const length = (await readWhole(opened, 0, LENGTH_BYTES)).readBigUInt64LE();
  if (length > MAX_HEADER_BYTES)
    throw damaged(
      file,
      `its length field says a header of ${length} bytes; the format allows ${MAX_HEADER_BYTES}`,
    );
  const bytes = Number(length);
  if (LENGTH_BYTES + bytes > size)
    throw damaged(
      file,
      `its length field says a header of ${bytes} bytes, but only ${size - LENGTH_BYTES} follow`,
    );
  const text = decodeUtf8(await readWhole(opened, LENGTH_BYTES, bytes), file);
  const { __metadata__: metadata = {}, ...entries } = parseObject(text, file);
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string'))
    throw damaged(file, '__metadata__ must map strings to strings');
  return { entries, bytes };
}

async function readWhole(opened: OpenFile, position: number, length: number): Promise<Buffer> {
  const bytes = await readRange(opened, position, length);
  if (bytes.length < length)
    throw damaged(opened.file, `ends at byte ${position + bytes.length}, inside its header`);
  return bytes;
}

function decodeUtf8(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw damaged(file, 'its header is not valid UTF-8', error);
  }
}

function parseObject(text: string, file: string): Record<string, unknown> {
  if (!text.startsWith('{'))
    throw damaged(file, `its header begins with ${JSON.stringify(text.slice(0, 1))}, not with "{"`);
  let header: Record<string, unknown>;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw damaged(file, 'its header is not valid JSON', error);
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) throw damaged(file, `its header holds the name ${JSON.stringify(twice)} twice`);
  return header;
}
