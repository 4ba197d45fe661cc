import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { blobHash } from '../hub/resolve.ts';
import { sha256OfFile } from '../sha256.ts';

/** A file as it was when it was hashed; a copy that keeps size and time of change still has a time or number of its own. */
interface Remembered {
  state: string;
  sha256: string;
}

/** Smaller files are hashed in less time than it takes to notice, so nothing is remembered of them. */
const WORTH_REMEMBERING = 64n << 20n;

/** Where the hashes of big local files are remembered: reading gigabytes again would double a short run. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'llmgeo', 'sha256');
}

async function recall(note: string, state: string): Promise<string | undefined> {
  try {
    const known = JSON.parse(await readFile(note, 'utf8')) as Remembered;
    return known.state === state ? known.sha256 : undefined;
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

/**
 * sha256 of a weights file. Taken from the hub cache, which names files by it, or for a big file from an earlier run
 * while the file is the same by size, times and inode; otherwise it is read.
 */
export async function weightsHash(file: string, signal: AbortSignal): Promise<string> {
  const known = await blobHash(file);
  if (known) return known;
  const path = await realpath(file);
  const { size, mtimeNs, ctimeNs, ino } = await stat(path, { bigint: true });
  if (size < WORTH_REMEMBERING) return sha256OfFile(path, signal);
  const note = join(cacheFolder(), createHash('sha256').update(path).digest('hex'));
  const state = [size, mtimeNs, ctimeNs, ino].join(' ');
  const recalled = await recall(note, state);
  if (recalled) return recalled;
  const sha256 = await sha256OfFile(path, signal);
  await remember(note, { state, sha256 });
  return sha256;
}
