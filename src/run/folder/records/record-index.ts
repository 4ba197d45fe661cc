import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../../errors.ts';
import { isGivenUp, keyOfLine } from './line.ts';
import type { Place } from './log-writer.ts';
import { scanLines } from './scan.ts';

/** A line that should hold a record and does not. `line` counts from 1; 0 stands for the file as a whole. */
export interface Fault {
  /** The path within the run folder. */
  file: string;
  line: number;
  /** The byte of the file where the line begins. */
  offset: number;
  reason: string;
  /** The unit that the line seems to be of. */
  key?: string;
}

export const MISFIT = 'it does not fit its hash: changed, cut, or copied from another unit or run';

interface Scanned {
  lines: number;
  offset: number;
  isUnreadable?: boolean;
}

/**
 * Where the record of each unit lies: of several, the first in the order of log names and places counts, so that all
 * who read the folder take the same one. A line without an end is no record (yet), and no fault: its writer is at it, or
 * was killed.
 */
export class RecordIndex {
  readonly faults: Fault[] = [];
  private readonly folder: string;
  private readonly identity: string;
  private readonly places = new Map<string, Place>();
  private readonly scanned = new Map<string, Scanned>();
  private own?: string;
  private refreshing?: Promise<void>;

  /** @param folder that of the logs */
  constructor(folder: string, identity: string) {
    this.folder = folder;
    this.identity = identity;
  }

  /**
   * Reads what was appended since the last time. On network file systems, what another machine appends may be seen
   * some seconds late.
   * @throws InputError where the folder cannot be read; the reason of `signal` once that is aborted
   */
  async refresh(signal?: AbortSignal): Promise<void> {
    this.refreshing ??= this.scanAll(signal).finally(() => {
      this.refreshing = undefined;
    });
    await this.refreshing;
  }

  /** Leaves out the log of this process, whose records are added as they are written. */
  ignore(log: string): void {
    this.own = log;
  }

  keys(): IterableIterator<string> {
    return this.places.keys();
  }

  find(key: string): Place | undefined {
    return this.places.get(key);
  }

  add(key: string, place: Place): void {
    const known = this.places.get(key);
    if (!known || precedes(place, known)) this.places.set(key, place);
  }

  /** Remembers that the line at a place holds no record, and forgets the unit that it was of. */
  spoil({ log, line, offset }: Place, reason: string, key?: string): void {
    const known = key === undefined ? undefined : this.places.get(key);
    if (known?.log === log && known.offset === offset) this.places.delete(key!);
    this.faults.push({ file: `records/${log}`, line, offset, reason, ...(key !== undefined && { key }) });
  }

  private async scanAll(signal?: AbortSignal): Promise<void> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []; // whoever began the run was stopped before it made the folder
      throw new InputError(`cannot read ${this.folder}: ${error.message}`, 'change its permissions', error);
    });
    for (const log of names.filter((name) => name.endsWith('.log') && name !== this.own).sort()) {
      signal?.throwIfAborted();
      await this.scanLog(log, signal);
    }
  }

  private async scanLog(log: string, signal?: AbortSignal): Promise<void> {
    const known = this.scanned.get(log) ?? { lines: 0, offset: 0 };
    this.scanned.set(log, known);
    try {
      const path = join(this.folder, log);
      const found = await stat(path);
      if (!found.isFile() || found.size <= known.offset) return;
      const each = (line: Buffer, offset: number) => {
        known.lines += 1;
        known.offset = offset + line.length + 1;
        this.see(log, known.lines, offset, line);
      };
      await scanLines(path, known.offset, found.size, each, signal);
    } catch (error) {
      signal?.throwIfAborted();
      this.noteUnreadable(log, known, error as NodeJS.ErrnoException);
    }
  }

  private see(log: string, line: number, offset: number, bytes: Buffer): void {
    const place = { log, line, offset, length: bytes.length };
    const key = keyOfLine(this.identity, bytes);
    if (key !== undefined) this.add(key, place);
    else if (!isGivenUp(bytes)) this.spoil(place, MISFIT, apparentKey(bytes));
  }

  /** Once for each log; one that is gone was empty when its process ended. */
  private noteUnreadable(log: string, known: Scanned, error: NodeJS.ErrnoException): void {
    if (known.isUnreadable || error.code === 'ENOENT') return;
    known.isUnreadable = true;
    this.spoil({ log, line: 0, offset: 0, length: 0 }, `it cannot be read: ${error.message}`);
  }
}

function precedes(a: Place, b: Place): boolean {
  return a.log === b.log ? a.offset < b.offset : a.log < b.log;
}

function apparentKey(line: Buffer): string | undefined {
  return /^[0-9a-f]{32} ([!-~]{1,200}) /.exec(line.toString('latin1', 0, 300))?.[1];
}
