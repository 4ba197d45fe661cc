import { rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { explained } from './explained.ts';
import { writeStdout } from './stdout.ts';
import { type Target, temporaryName } from './target.ts';

/** What goes where, in pieces. */
export interface Write {
  target: Target;
  content: Iterable<string | Uint8Array>;
}

/** Small pieces are joined up to this many characters: fewer system calls, and never one giant string. */
const BLOCK = 1 << 16;

/** Files still being written; removed where the process ends before they are whole. */
const unfinished = new Set<string>();

/**
 * Writes each content to its target. Regular files are written under another name in the same folder and
 * renamed once all of them are whole, so that nobody ever sees half of one, and a failure leaves what was
 * there before. A file that is replaced keeps its permissions.
 * @throws LlmgeoError where a write fails (a full disk); whatever a generator of `content` throws
 */
export async function writeAll(writes: Write[]): Promise<void> {
  const staged: { from: string; to: string }[] = [];
  try {
    for (const { target, content } of writes) {
      if (target.kind === 'file') staged.push({ from: await stage(target.path, content), to: target.path });
      else await writeStream(target, content);
    }
    for (const { from, to } of staged) {
      await explained(to, rename(from, to));
      unfinished.delete(from);
    }
  } finally {
    for (const { from } of staged) await discard(from);
  }
}

async function stage(path: string, content: Write['content']): Promise<string> {
  const temporary = temporaryName(path);
  removeAtExit(temporary);
  try {
    const handle = await explained(path, open(temporary, 'wx'));
    try {
      await keepMode(handle, path);
      for (const block of blocks(content)) await explained(path, handle.writeFile(block));
      await explained(path, handle.sync());
    } finally {
      await handle.close();
    }
    return temporary;
  } catch (error) {
    await discard(temporary);
    throw error;
  }
}

async function keepMode(handle: FileHandle, path: string): Promise<void> {
  const old = await stat(path).catch(() => undefined);
  if (old) await explained(path, handle.chmod(old.mode & 0o777));
}

async function writeStream({ kind, path }: Target, content: Write['content']): Promise<void> {
  if (kind === 'stdout') return writeStdout(blocks(content));
  const handle = await explained(path, open(path, 'w'));
  try {
    for (const block of blocks(content)) await handle.writeFile(block);
  } catch (error) {
    // The reader of a pipe has seen enough.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') await explained(path, Promise.reject(error));
  } finally {
    await handle.close();
  }
}

function* blocks(pieces: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
  let text = '';
  for (const piece of pieces) {
    if (typeof piece !== 'string') yield piece;
    else text += piece;
    if (text.length < BLOCK) continue;
    yield text;
    text = '';
  }
  if (text) yield text;
}

function removeAtExit(path: string): void {
  unfinished.add(path);
  process.off('exit', removeUnfinished).on('exit', removeUnfinished);
}

function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}

async function discard(path: string): Promise<void> {
  if (!unfinished.has(path)) return;
  await rm(path, { force: true });
  unfinished.delete(path);
}
