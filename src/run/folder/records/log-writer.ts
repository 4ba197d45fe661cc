import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GIVEN_UP_END } from './line.ts';

/** Milliseconds between two syncs in the background: rare enough to cost nothing, and all that a loss of power may take. */
const SYNC_EVERY = 1000;

/** Where a line lies in a log; `line` counts from 1, `length` is without the end. */
export interface Place {
  log: string;
  line: number;
  offset: number;
  length: number;
}

/**
 * The log that this process appends to, and nobody else: its name has time, process and chance in it, and making it
 * fails where the name is taken. So there is nothing to lock, nothing that outlives a process, and no reliance on
 * appends of several machines to one file, which network file systems do not keep apart.
 */
export class LogWriter {
  readonly name: string;
  private readonly path: string;
  private readonly handle: FileHandle;
  private queue: Promise<unknown> = Promise.resolve();
  /** Bytes of the log. */
  size = 0;
  private lines = 0;
  private isTorn = false;
  private isSynced = true;
  private isClosed = false;
  private syncing?: Promise<void>;
  private unsafe?: unknown;

  private constructor(folder: string, name: string, handle: FileHandle) {
    this.name = name;
    this.path = join(folder, name);
    this.handle = handle;
  }

  /** Makes a new log in `folder`. */
  static async create(folder: string): Promise<LogWriter> {
    const time = new Date().toISOString().replace(/[-:.]/g, '');
    const name = `${time}-${process.pid}-${randomBytes(8).toString('hex')}.log`;
    return new LogWriter(folder, name, await open(join(folder, name), 'ax'));
  }

  /**
   * Appends a line, which ends with `\n`; it is with the operating system when this resolves, and on the disk within
   * about a second.
   * @throws errors of the file system, also of an earlier sync
   */
  append(line: Buffer): Promise<Place> {
    const work = this.queue.then(() => this.write(line));
    this.queue = work.catch(() => {}); // the caller hears of it
    return work;
  }

  /** Ends the log when all is on the disk; one without lines is removed. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.queue;
    try {
      if (this.unsafe) throw this.unsafe;
      await this.handle.datasync();
    } finally {
      const { size } = await this.handle.stat();
      await this.handle.close();
      if (size === 0) await rm(this.path, { force: true });
    }
  }

  private async write(line: Buffer): Promise<Place> {
    if (this.unsafe) throw this.unsafe;
    if (this.isTorn) await this.endTornLine();
    const offset = this.size;
    this.isTorn = true;
    await this.writeAll(line);
    this.isTorn = false;
    this.lines += 1;
    this.syncSoon();
    return { log: this.name, line: this.lines, offset, length: line.length - 1 };
  }

  /** How much of the failed line is there, only the file knows. */
  private async endTornLine(): Promise<void> {
    this.size = (await this.handle.stat()).size;
    await this.writeAll(GIVEN_UP_END);
    this.lines += 1;
  }

  private async writeAll(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.handle.write(bytes, done);
      done += bytesWritten;
      this.size += bytesWritten;
    }
  }

  private syncSoon(): void {
    this.isSynced = false;
    this.syncing ??= this.keepSynced().catch((error: unknown) => {
      this.unsafe = error;
    });
  }

  private async keepSynced(): Promise<void> {
    while (!this.isSynced) {
      await delay(SYNC_EVERY, undefined, { ref: false });
      if (this.isClosed) return;
      this.isSynced = true;
      await this.handle.datasync();
    }
    this.syncing = undefined;
  }
}
