import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './log-writer.ts';

/** Logs held open at once: enough for the workers of one machine, few enough for any limit of open files. */
const MOST_OPEN = 32;

/** Reads single lines of logs, one after the other. */
export class LogReader {
  private readonly folder: string;
  private readonly handles = new Map<string, FileHandle>();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * The line at a place, without its end; shorter where the file has ended meanwhile.
   * @throws errors of the file system
   */
  read(place: Place): Promise<Buffer> {
    const work = this.queue.then(() => this.readNow(place));
    this.queue = work.catch(() => {}); // the caller hears of it
    return work;
  }

  /** Lets go of all files. */
  async close(): Promise<void> {
    await this.queue;
    for (const handle of this.handles.values()) await handle.close();
    this.handles.clear();
  }

  private async readNow({ log, offset, length }: Place): Promise<Buffer> {
    const handle = await this.handle(log);
    const line = Buffer.alloc(length);
    let filled = 0;
    for (let bytesRead = -1; bytesRead !== 0 && filled < length; filled += bytesRead)
      ({ bytesRead } = await handle.read(line, filled, length - filled, offset + filled));
    return line.subarray(0, filled);
  }

  private async handle(log: string): Promise<FileHandle> {
    const known = this.handles.get(log);
    if (known) return known;
    const [oldest] = this.handles;
    if (this.handles.size >= MOST_OPEN) {
      this.handles.delete(oldest[0]);
      await oldest[1].close();
    }
    const handle = await open(join(this.folder, log), 'r');
    this.handles.set(log, handle);
    return handle;
  }
}
