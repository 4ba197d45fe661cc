import { type FileHandle, open } from 'node:fs/promises';
import { InputError } from '../errors.ts';

/** A file of weights while its table of tensors is read. */
export interface OpenFile {
  file: string;
  handle: FileHandle;
  size: number;
}

/**
 * What `read` makes of an open file, which is closed afterwards.
 * @throws InputError naming the file where it cannot be read; what `read` throws, where it is one
 */
export async function withFile<T>(file: string, read: (opened: OpenFile) => Promise<T>): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const { size } = await handle.stat();
    return await read({ file, handle, size });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${file}: cannot be read: ${(error as Error).message}`,
      'check the path and its permissions',
      error,
    );
  } finally {
    await handle?.close();
  }
}

/** The bytes from `position` on: `length` of them, or fewer where the file ends before. */
export async function readRange(
  { handle }: OpenFile,
  position: number,
  length: number,
): Promise<Buffer<ArrayBuffer>> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/**
 * The error of a file that is not what its format says.
 * @param format what it should be
 */
export function damagedFile(file: string, problem: string, format: string, cause?: unknown): InputError {
  return new InputError(
    `${file}: ${problem}`,
    `the file is damaged or not a ${format} file: copy it again; for a downloaded model, llmgeo models verify NAME tells how to fetch it anew`,
    cause,
  );
}
