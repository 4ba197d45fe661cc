import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

const CHUNK_BYTES = 1 << 20;

/**
 * The hash by which the hub names this file: sha256 where `like` has 64 hex digits, git's sha1 of a blob
 * (`"blob " + length + "\0"` before the bytes) where it has 40, null where it is no hash we know.
 */
export async function hashLike(path: string, like: string, signal?: AbortSignal): Promise<string | null> {
  const hash = await startHash(path, like);
  if (!hash) return null;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES, signal }))
    hash.update(chunk);
  return hash.digest('hex');
}

async function startHash(path: string, like: string) {
  if (/^[0-9a-f]{64}$/.test(like)) return createHash('sha256');
  if (!/^[0-9a-f]{40}$/.test(like)) return null;
  const { size } = await stat(path);
  return createHash('sha1').update(`blob ${size}\0`);
}
