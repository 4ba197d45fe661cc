import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LlmgeoError } from '../errors.ts';

/** A lock that was not touched for so long belonged to a process that has died; a living one touches it twice as often. */
const STALE_MS = 10_000;
const POLL_MS = 150;

export interface LockOptions {
  signal: AbortSignal | undefined;
  /** Called once, when another process holds the lock. */
  onWait: () => void;
}

/**
 * Runs `work` while no other process works under the same lock (a folder at `path`). Its signal aborts when the
 * lock is lost, which happens when this process was stopped so long that another took it for dead.
 */
export async function withLock<T>(
  path: string,
  options: LockOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const onCompromised = () =>
    lost.abort(
      new LlmgeoError(
        'another process has taken over this download',
        'run the command again: it goes on where it stopped',
        75,
      ),
    );
  await mkdir(dirname(path), { recursive: true });
  const release = await acquire(path, options, onCompromised);
  try {
    return await work(options.signal ? AbortSignal.any([options.signal, lost.signal]) : lost.signal);
  } finally {
    if (!lost.signal.aborted) await release().catch(() => {});
  }
}

async function acquire(path: string, { signal, onWait }: LockOptions, onCompromised: () => void) {
  // Loaded only here: it listens to the signals of the whole process.
  const { lock } = await import('proper-lockfile');
  for (let waited = false; ; waited = true) {
    signal?.throwIfAborted();
    try {
      return await lock(path, { lockfilePath: path, realpath: false, stale: STALE_MS, onCompromised });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    }
    if (!waited) onWait();
    // Jitter, so that many waiting processes do not ask in step.
    await sleep(POLL_MS * (0.5 + Math.random()));
  }
}
