import { InputError, LlmgeoError } from '../../errors.ts';
import { collect, type Head, MissingUnit, unitsOf } from '../head.ts';
import type { MeasuredModel } from '../study.ts';
import { differencesInWords } from './records/differences.ts';
import type { Fault } from './records/record-index.ts';
import { readRunFolder } from './records/run-folder.ts';
import type { RunRecords } from './records/run-records.ts';
import type { RunDescription, RunNotes } from './run-description.ts';
import { headKey, type KeptHead } from './run-store.ts';

/** One model of a pass, as far as the folders know of it. */
export interface KnownModel {
  /** Place of its name among the models of the run. */
  model: number;
  variant: number;
  /** Undefined where no process has opened it. */
  kept: KeptHead | undefined;
}

/** A line that should hold a record and does not. */
export interface RunFault extends Fault {
  folder: string;
}

/** What one or several folders of one run hold, to be read. */
export class RunReader {
  private readonly folders: readonly RunRecords[];

  private constructor(folders: readonly RunRecords[]) {
    this.folders = folders;
  }

  /**
   * Opens run folders for some work, and lets go of them after it.
   * @throws InputError where a path is no run folder, or two are of different runs
   */
  static async during<T>(
    paths: readonly string[],
    signal: AbortSignal,
    work: (reader: RunReader) => Promise<T>,
  ): Promise<T> {
    const folders: RunRecords[] = [];
    try {
      for (const path of paths) folders.push(await readRunFolder(path, { signal }));
      checkOneRun(paths, folders);
      return await work(new RunReader(folders));
    } finally {
      for (const folder of folders) await folder.close();
    }
  }

  get description(): RunDescription {
    return this.folders[0].description as RunDescription;
  }

  get notes(): RunNotes {
    return this.folders[0].notes as unknown as RunNotes;
  }

  /** The lines that should hold a record and do not. */
  get faults(): RunFault[] {
    return this.folders.flatMap(({ folder, faults }) => faults.map((fault) => ({ folder, ...fault })));
  }

  /** Those of them whose record is in no other line either. */
  get lost(): RunFault[] {
    return this.faults.filter((fault) => !this.isReplaced(fault));
  }

  /** Whether what a line should hold was computed again since, in another line. */
  isReplaced({ key }: RunFault): boolean {
    return key !== undefined && this.has(key);
  }

  /** Every key that has a record. */
  get keys(): Set<string> {
    return new Set(this.folders.flatMap((folder) => [...folder.keys()]));
  }

  /** The record of a key in the first folder that has a whole one. */
  async get(key: string): Promise<unknown> {
    for (const folder of this.folders) {
      const record = await folder.get(key);
      if (record !== undefined) return record;
    }
    return undefined;
  }

  has(key: string): boolean {
    return this.folders.some((folder) => folder.has(key));
  }

  /** The models of a pass in the order in which they run. */
  async models(pass: string): Promise<KnownModel[]> {
    const anyHead = this.headKeys(pass);
    const known: KnownModel[] = [];
    for (const model of this.description.models.keys()) {
      const variants = await this.variants(anyHead.get(model));
      for (let variant = 0; variant < variants; variant++)
        known.push({ model, variant, kept: await this.kept(headKey(pass, { model, variant })) });
    }
    return known;
  }

  /** Of a model, the units that have no record. */
  missing({ prefix, head }: KeptHead): string[] {
    return unitsOf(head).filter((unit) => !this.has(`${prefix}/${unit}`));
  }

  /**
   * What one process would have measured in a pass.
   * @throws LlmgeoError where something is missing
   */
  async measured(pass: string): Promise<MeasuredModel[]> {
    const found: MeasuredModel[] = [];
    for (const { model, kept } of await this.models(pass)) {
      if (kept === undefined) throw unfinished(`${this.description.models[model]} was not opened`);
      const { prefix, head } = kept;
      const missing = this.missing(kept);
      if (missing.length > 0)
        throw unfinished(`${named(head)} lacks ${missing.length} of ${unitsOf(head).length} units`);
      found.push(
        await collect(head, { get: (unit) => this.get(`${prefix}/${unit}`) }).catch(explained(head)),
      );
    }
    return found;
  }

  private async kept(key: string): Promise<KeptHead | undefined> {
    return (await this.get(key)) as KeptHead | undefined;
  }

  /** Of each model of a pass the key of one head, if there is any. */
  private headKeys(pass: string): Map<number, string> {
    const prefix = headKey(pass);
    const keys = [...this.keys].filter((key) => key.startsWith(prefix));
    return new Map(keys.map((key) => [Number(key.slice(prefix.length).split('/')[0]), key]));
  }

  /** Any head says how many variants of its model there are. */
  private async variants(key: string | undefined): Promise<number> {
    const kept = key === undefined ? undefined : await this.kept(key);
    return kept?.head.place.variants ?? Math.max(1, this.description.revisions.length);
  }
}

function checkOneRun(paths: readonly string[], folders: readonly RunRecords[]): void {
  const i = folders.findIndex(({ identity }) => identity !== folders[0].identity);
  if (i === -1) return;
  throw new InputError(
    `"${paths[0]}" and "${paths[i]}" hold different runs: ${differencesInWords(folders[0].description, folders[i].description)}`,
    'merge those of one run',
  );
}

function explained(head: Head) {
  return (error: unknown): never => {
    throw error instanceof MissingUnit ? unfinished(`${named(head)} lacks ${error.message}`) : error;
  };
}

function named({ model: { identity }, seed }: Head): string {
  const { model, revision } = identity;
  return [model, revision, seed !== null && `untrained with seed ${seed}`].filter((part) => part).join(' ');
}

function unfinished(what: string): LlmgeoError {
  return new LlmgeoError(
    `the run is not done: ${what}`,
    'run its command again, which goes on where it stopped; llmgeo status says what is missing',
  );
}
