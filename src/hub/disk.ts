import { type FileHandle, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LlmgeoError } from '../errors.ts';

const FULL = ['ENOSPC', 'EDQUOT'];
const UNWRITABLE = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'];

/** Turns an error of the file system into one that names the folder and what to do; leaves others as they are. */
export function explainDiskError(error: unknown, folder: string): unknown {
  if (error instanceof LlmgeoError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const advice = 'set HF_HUB_CACHE to a folder that you may write to, on a disk with room';
  if (FULL.includes(code)) {
    const hint = `make room, or ${advice}; what has arrived is kept and continued`;
    return new LlmgeoError(`the disk is full: ${folder}`, hint, 1, error);
  }
  if (!UNWRITABLE.includes(code)) return error;
  return new LlmgeoError(
    `cannot write to the cache folder ${folder}: ${message}`,
    `to mend it, ${advice}`,
    1,
    error,
  );
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
  );
}

/** Removes what an earlier run left behind if it is too long to be the beginning of this file. */
export async function dropOverlong(incomplete: string, size: number | null): Promise<void> {
  const left = await stat(incomplete).catch(() => null);
  if (left && size !== null && left.size > size) await rm(incomplete);
}

/** Writes a whole chunk at a position of the file; the system may take it in parts. */
export async function writeAll(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}
