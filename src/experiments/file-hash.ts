import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { blobHash } from '../hub/resolve.ts';

interface Remembered {
  size: string;
  modified: string;
  sha256: string;
}

/** Smaller files are hashed in less time than it takes to notice, so nothing is remembered of them. */
const WORTH_REMEMBERING = 64n << 20n;

/** Where the hashes of big local files are remembered: reading gigabytes again would double a short run. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'llmgeo', 'sha256');
}

async function recall(note: string, size: string, modified: string): Promise<string | undefined> {
  try {
    const known = JSON.parse(await readFile(note, 'utf8')) as Remembered;
    return known.size === size && known.modified === modified ? known.sha256 : undefined;
  } catch {
    return undefined; // never hashed, or not readable: hash it
  }
}

async function remember(note: string, content: Remembered): Promise<void> {
  try {
    await mkdir(cacheFolder(), { recursive: true });
    const temporary = `${note}.${process.pid}`;
    await writeFile(temporary, JSON.stringify(content));
    await rename(temporary, note);
  } catch {
    // a cache that cannot be written costs time, nothing else
  }
}

async function hashContent(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20, signal }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/**
 * sha256 of a weights file. Taken from the hub cache, which names files by it, or for a big file from an earlier run
 * while size and time of change are the same; otherwise the file is read.
 */
export async function weightsHash(file: string, signal: AbortSignal): Promise<string> {
  const known = await blobHash(file);
  if (known) return known;
  const path = await realpath(file);
  const { size, mtimeNs } = await stat(path, { bigint: true });
  if (size < WORTH_REMEMBERING) return hashContent(path, signal);
  const note = join(cacheFolder(), createHash('sha256').update(path).digest('hex'));
  const state = { size: String(size), modified: String(mtimeNs) };
  const recalled = await recall(note, state.size, state.modified);
  if (recalled) return recalled;
  const sha256 = await hashContent(path, signal);
  await remember(note, { ...state, sha256 });
  return sha256;
}
