import { type FileHandle, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LlmgeoError } from '../errors.ts';
import { isFull } from '../full-disk.ts';

const UNWRITABLE = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'];

/** The cache, or a part of it, may be read and not written: a complete copy in it serves all the same. */
export class CacheUnwritable extends LlmgeoError {}

/** Turns an error of the file system into one that names the folder and what to do; leaves others as they are. */
export function explainDiskError(error: unknown, folder: string): unknown {
  if (error instanceof LlmgeoError) return error;
  const advice = 'set HF_HUB_CACHE to a folder that you may write to, on a disk with room';
  if (isFull(error)) {
    const hint = `make room, or ${advice}; what has arrived is kept and continued`;
    return new LlmgeoError(`the disk is full: ${folder}`, hint, 75, error);
  }
  if (!isUnwritable(error)) return error;
  return new CacheUnwritable(
    `cannot write to the cache folder ${folder}: ${(error as Error).message}`,
    `to mend it, ${advice}`,
    1,
    error,
  );
}

/**
 * Writes what only spares the next run a question to the hub. Where the cache may not be written or has no room, it
 * is left out, as Python does: what was asked for is there.
 */
export async function writeNote(work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!isUnwritable(error) && !isFull(error)) throw error;
  });
}

function isUnwritable(error: unknown): boolean {
  return UNWRITABLE.includes(String((error as { code?: unknown }).code));
}

/**
 * Checks that the disk has room for what is still missing of a file.
 * @throws LlmgeoError that says how much is missing
 */
export async function checkRoom(incomplete: string, size: number): Promise<void> {
  const [{ bavail, bsize }, { size: have }] = await Promise.all([statfs(incomplete), stat(incomplete)]);
  const [wanted, free] = [size - have, bavail * bsize];
  if (wanted <= free) return;
  throw new LlmgeoError(
    `not enough room on the disk: ${gigabytes(wanted)} wanted, ${gigabytes(free)} free in ${dirname(incomplete)}`,
    'make room, or set HF_HUB_CACHE to a folder on another disk',
    75,
  );
}

/** Removes what an earlier run left behind if it is too long to be the beginning of this file. */
export async function dropOverlong(incomplete: string, size: number | null): Promise<void> {
  const left = await stat(incomplete).catch(() => null);
  if (left && size !== null && left.size > size) await rm(incomplete);
}

/** Writes a whole chunk at a position of the file; the system may take it in parts. */
export async function writeChunk(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}

/** Bytes for a reader: `1.52 GB`. */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}
