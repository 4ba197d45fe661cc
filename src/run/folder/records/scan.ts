import { open } from 'node:fs/promises';

/** Bytes read at once: few calls of the system, little memory. */
const CHUNK = 4 << 20;

/** Called with each line, without its end, and the byte where it begins; the buffer is used again afterwards. */
export type EachLine = (line: Buffer, offset: number) => void;

/**
 * Hands over the lines of a file that begin at or after the byte `from`, where one does, and have their end before `to`.
 * @throws the reason of `signal` once that is aborted
 */
export async function scanLines(
  path: string,
  from: number,
  to: number,
  each: EachLine,
  signal?: AbortSignal,
): Promise<void> {
  const handle = await open(path, 'r');
  try {
    let buffer = Buffer.allocUnsafe(Math.min(CHUNK, to - from));
    let [start, filled] = [from, 0];
    while (start + filled < to) {
      signal?.throwIfAborted();
      if (filled === buffer.length) buffer = Buffer.concat([buffer], 2 * buffer.length); // a line longer than it
      const wanted = Math.min(buffer.length - filled, to - start - filled);
      const { bytesRead } = await handle.read(buffer, filled, wanted, start + filled);
      if (bytesRead === 0) break;
      const used = eachWhole(buffer.subarray(0, filled + bytesRead), start, each);
      buffer.copyWithin(0, used, filled + bytesRead);
      start += used;
      filled += bytesRead - used;
    }
  } finally {
    await handle.close();
  }
}

/** Hands over the whole lines of `bytes`, which begin at the byte `start` of the file; returns how many bytes they take. */
function eachWhole(bytes: Buffer, start: number, each: EachLine): number {
  let used = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, used)) {
    each(bytes.subarray(used, end), start + used);
    used = end + 1;
  }
  return used;
}
