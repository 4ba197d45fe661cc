import { join } from 'node:path';
import { jsonOfLine, keyOfLine } from './line.ts';
import { LogReader } from './log-reader.ts';
import type { Place } from './log-writer.ts';
import { type Fault, MISFIT, RecordIndex } from './record-index.ts';
import type { Description, Run } from './run-file.ts';
import { decodeValue, type RecordValue } from './value.ts';

/** Where the logs lie in a run folder. */
export const RECORDS = 'records';

/** What a run folder holds, to be read. In memory is where each record lies, never a record. */
export class RunRecords {
  /** Where the folder really is. */
  readonly folder: string;
  /** What the run is. */
  readonly description: Description;
  /** What whoever began the run wrote down beside it. */
  readonly notes: Description;
  /** sha256 of the description: equal for runs that may share records. */
  readonly identity: string;
  protected readonly index: RecordIndex;
  private readonly reader: LogReader;

  constructor(folder: string, { description, notes, identity }: Run) {
    this.folder = folder;
    this.description = description;
    this.notes = notes;
    this.identity = identity;
    this.index = new RecordIndex(join(folder, RECORDS), identity);
    this.reader = new LogReader(join(folder, RECORDS));
  }

  /** The lines met so far that should hold a record and do not. */
  get faults(): readonly Fault[] {
    return this.index.faults;
  }

  /** True where the unit has a record. */
  has(key: string): boolean {
    return this.index.find(key) !== undefined;
  }

  /** The units that have a record. */
  keys(): IterableIterator<string> {
    return this.index.keys();
  }

  /**
   * The record of a unit, read and checked now; undefined where there is none. One that was damaged since the folder
   * was opened becomes a fault, and the unit has none from then on.
   */
  async get(key: string): Promise<RecordValue | undefined> {
    const place = this.index.find(key);
    if (!place) return undefined;
    try {
      return await this.read(key, place);
    } catch (error) {
      this.index.spoil(place, (error as Error).message, key);
      return undefined;
    }
  }

  /**
   * Takes in what other processes have appended since.
   * @throws the reason of `signal` once that is aborted
   */
  async refresh(signal?: AbortSignal): Promise<void> {
    await this.index.refresh(signal);
  }

  /** Lets go of the files. */
  async close(): Promise<void> {
    await this.reader.close();
  }

  private async read(key: string, place: Place): Promise<RecordValue> {
    const line = await this.reader.read(place);
    if (keyOfLine(this.identity, line) !== key) throw new Error(MISFIT);
    return decodeValue(jsonOfLine(line));
  }
}
