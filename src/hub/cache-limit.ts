import { EventEmitter, once } from 'node:events';
import { InputError } from '../errors.ts';
import { gigabytes } from './disk.ts';

/** A checkpoint that a run has fetched. */
interface Fetched {
  bytes: number;
  /** How many hold it now: it is at work, or about to be. */
  holders: number;
}

/**
 * Keeps what a run fetches below a limit: before it fetches a checkpoint, those that it fetched itself and needs least
 * recently are dropped. Checkpoints that were there before are not counted and never dropped.
 */
export class CacheLimit {
  private readonly limit: number;
  private readonly drop: (id: string) => Promise<void>;
  /** In the order of their last use. */
  private readonly fetched = new Map<string, Fetched>();
  private readonly events = new EventEmitter();

  /**
   * @param limit in bytes
   * @param drop deletes a checkpoint
   */
  constructor(limit: number, drop: (id: string) => Promise<void>) {
    this.limit = limit;
    this.drop = drop;
  }

  /** Counts a checkpoint that an earlier process of this run has fetched. */
  count(id: string, bytes: number): void {
    this.fetched.set(id, { bytes, holders: 0 });
  }

  /**
   * Makes room for a checkpoint, which is held until `release`; waits where those that are held leave none.
   * @param bytes that are to be fetched of it
   * @throws InputError where it is larger than the limit; the reason of the signal
   */
  async reserve(id: string, bytes: number, signal?: AbortSignal): Promise<void> {
    if (bytes > this.limit)
      throw new InputError(
        `${id} takes ${gigabytes(bytes)}, more than the ${gigabytes(this.limit)} of --max-cache`,
        'give a larger --max-cache, or leave it out',
      );
    const before = this.fetched.get(id);
    this.touch(id, { bytes: before?.bytes ?? 0, holders: (before?.holders ?? 0) + 1 });
    while (this.used + bytes > this.limit) {
      signal?.throwIfAborted();
      const idle = [...this.fetched].find(([, { holders }]) => holders === 0);
      if (idle === undefined)
        await once(this.events, 'release', { signal }).catch(() => signal?.throwIfAborted());
      else await this.forget(idle[0]);
    }
    this.fetched.get(id)!.bytes += bytes;
  }

  /** Holds a checkpoint once more, where this run has fetched it. */
  hold(id: string): void {
    const found = this.fetched.get(id);
    if (found) this.touch(id, { ...found, holders: found.holders + 1 });
  }

  /** Lets go of a checkpoint. */
  release(id: string): void {
    const found = this.fetched.get(id);
    if (found) found.holders--;
    this.events.emit('release');
  }

  private get used(): number {
    return [...this.fetched.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private touch(id: string, found: Fetched): void {
    this.fetched.delete(id);
    this.fetched.set(id, found);
  }

  private async forget(id: string): Promise<void> {
    this.fetched.delete(id);
    await this.drop(id);
  }
}
