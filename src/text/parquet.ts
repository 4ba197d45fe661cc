import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { AsyncBuffer } from 'hyparquet';
import { InputError } from '../errors.ts';
import { checkFile } from './bytes.ts';
import { fieldNames, type JsonObject, type Row } from './row.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** A string that is none is an error, not a string of replacement characters. */
const PARSERS = { stringFromBytes: (bytes: Uint8Array | undefined) => bytes && UTF8.decode(bytes) };

/** What of a Parquet file is asked for. */
export interface ParquetWish {
  /** A column, or a field of a nested one. */
  field: string;
  /** Rows at most. */
  limit: number;
}

/**
 * The rows of a Parquet file, each with the column that holds the field, and `context` and `label` where there are such:
 * row group by row group, of which one is held at a time. Rows count from 1.
 * @throws InputError where the file is missing, no Parquet, broken, or has no such column
 */
export async function* parquetRows(path: string, { field, limit }: ParquetWish): AsyncGenerator<Row> {
  await checkFile(path);
  const handle = await open(path);
  try {
    const { groups, read } = await explained(path, () => openParquet(handle, path, field));
    let begin = 0;
    for (const group of groups) {
      const end = Math.min(begin + Number(group.num_rows), limit);
      const objects = end > begin ? await explained(path, () => read(begin, end)) : [];
      for (const [i, object] of objects.entries()) yield { object, where: `${path}, row ${begin + i + 1}` };
      begin = end;
    }
  } finally {
    await handle.close();
  }
}

/** hyparquet and what unpacks its pages are loaded where a file of that kind is read. */
async function openParquet(handle: FileHandle, path: string, field: string) {
  const [{ parquetMetadataAsync, parquetReadObjects, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const file = bufferOf(handle, (await handle.stat()).size);
  const metadata = await parquetMetadataAsync(file);
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const wanted = new Set([columnOf(field, names, path), 'context', 'label']);
  const columns = names.filter((name) => wanted.has(name));
  const read = (rowStart: number, rowEnd: number): Promise<JsonObject[]> =>
    parquetReadObjects({ file, metadata, compressors, columns, rowStart, rowEnd, parsers: PARSERS });
  return { groups: metadata.row_groups, read };
}

/** The column that holds a field: its own, or the one that its first name says. */
function columnOf(field: string, names: readonly string[], path: string): string {
  const column = names.includes(field) ? field : field.split('.')[0];
  if (names.includes(column)) return column;
  throw new InputError(
    `${path}: no column "${column}"`,
    `choose one with --field NAME; columns there: ${fieldNames(names)}`,
  );
}

/** Ranges of the file, at once: hyparquet leaves promises behind where another part of a file is broken. */
function bufferOf({ fd }: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice(start, end = byteLength) {
      if (!(start >= 0 && start <= end && end <= byteLength))
        throw new Error(`bytes ${start} to ${end} are not there`);
      const bytes = new Uint8Array(end - start);
      if (readSync(fd, bytes, 0, bytes.length, start) < bytes.length)
        throw new Error(`bytes ${start} to ${end} cannot be read`);
      return bytes.buffer;
    },
  };
}

/** What is said of a broken file is the library's word, in one line. */
async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const [what] = (cause as Error).message.split('\n');
    throw new InputError(
      `${path} is not a whole Parquet file that llmgeo can read (${what})`,
      'copy or download it again, or convert it to JSONL',
      cause,
    );
  }
}
