import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { InputError } from '../../errors.ts';
import type { RunContext } from '../context.ts';
import type { Head } from '../head.ts';
import type { Shard } from '../shards/shard.ts';
import { callsOf, touchesVariant } from '../shards/share.ts';
import type { Deciding, ModelStore, Place, Store } from '../store.ts';
import { differencesInWords } from './records/differences.ts';
import { openRunFolder, type RunFolder } from './records/run-folder.ts';
import type { RecordValue } from './records/value.ts';
import type { RunDescription, RunNotes } from './run-description.ts';

/** What a run folder keeps of a model in a pass beside its units: what decided its numbers, and its head. */
export type KeptHead = { prefix: string; deciding: Deciding; head: Head };

/** The key under which the head of a model lies; without one, what all heads of the pass begin with. */
export function headKey(pass: string, place?: Pick<Place, 'model' | 'variant'>): string {
  return `${pass}/head/${place ? `${place.model}/${place.variant}` : ''}`;
}

/** A run folder to which this process adds the records of its share of the run. */
export class RunStore {
  private readonly folder: RunFolder;
  private readonly shard: Shard | undefined;
  private readonly context: RunContext;
  private told = 0;
  private readonly worker = `worker/${Date.now()}-${randomBytes(4).toString('hex')}`;

  private constructor(folder: RunFolder, shard: Shard | undefined, context: RunContext) {
    this.folder = folder;
    this.shard = shard;
    this.context = context;
  }

  /**
   * Opens a run folder, or makes it.
   * @throws InputError where it holds another run; LlmgeoError where it cannot be written
   */
  static async open(
    path: string,
    { description, notes }: { description: RunDescription; notes: RunNotes },
    shard: Shard | undefined,
    context: RunContext,
  ): Promise<RunStore> {
    const folder = await openRunFolder(path, '--run', description, { notes, signal: context.signal });
    const store = new RunStore(folder, shard, context);
    try {
      store.tellOfFaults();
      await store.begin();
      return store;
    } catch (error) {
      await folder.close().catch(() => {}); // of both errors the first says why
      throw error;
    }
  }

  /** The store of one pass over the models. */
  pass(name: string): Store {
    return {
      isWhole: this.shard === undefined,
      bytes: () => this.folder.bytes,
      wants: ({ variant, variants }) => touchesVariant(this.shard, variant, variants),
      ofModel: async (head, deciding) => this.ofModel(name, await head(), await deciding()),
    };
  }

  /** Does work with the store, which then says how this process ended and lets go of the folder. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    let failure: unknown;
    try {
      return await work();
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      await this.close(failure);
    }
  }

  /** Says how this process ended, puts all records on the disk and lets go of the folder. */
  private async close(error?: unknown): Promise<void> {
    const end = error === undefined ? 'done' : String((error as Error).message ?? error);
    try {
      await this.folder.put(`${this.worker}/end`, { end, at: Date.now() });
    } catch (failure) {
      if (error === undefined) throw failure; // otherwise it ended for another reason
    } finally {
      await this.folder.close();
    }
  }

  private async begin(): Promise<void> {
    const { index = null, count = null } = this.shard ?? {};
    await this.folder.put(this.worker, {
      host: hostname(),
      pid: process.pid,
      started: Date.now(),
      index,
      count,
    });
  }

  /** Names the lines that were found to hold no record since the last time. */
  private tellOfFaults(): void {
    const { faults } = this.folder;
    for (; this.told < faults.length; this.told++) {
      const { file, line, reason, key } = faults[this.told];
      if (key !== undefined && this.folder.has(key)) continue; // computed again since
      this.context.talk.warn(`${file}, line ${line}: ${reason}; what it held is computed again`);
    }
  }

  private async ofModel(pass: string, head: Head, deciding: Deciding): Promise<ModelStore> {
    const { folder, shard } = this;
    await folder.refresh(this.context.signal);
    this.tellOfFaults();
    const prefix = prefixOf(pass, deciding);
    await this.keepHead(pass, { prefix, deciding, head });
    const { variant, variants } = head.place;
    return {
      has: (unit) => folder.has(`${prefix}/${unit}`),
      get: (unit) => folder.get(`${prefix}/${unit}`),
      put: (unit, record) => folder.put(`${prefix}/${unit}`, record as RecordValue),
      share: (weights) => callsOf(shard, variant, variants, weights),
    };
  }

  /** @throws InputError where the folder has another model, or other texts, at this place */
  private async keepHead(pass: string, kept: KeptHead): Promise<void> {
    const key = headKey(pass, kept.head.place);
    const before = (await this.folder.get(key)) as KeptHead | undefined;
    if (before === undefined) return this.folder.put(key, kept as unknown as RecordValue);
    if (before.prefix === kept.prefix) return;
    const { model } = kept.head.model.identity;
    const changes = differencesInWords(before.deciding, kept.deciding);
    throw new InputError(
      `the run folder has other records of ${model}: ${changes}`,
      'go on with the model, texts and options of before, or name another folder',
    );
  }
}

/** What the keys of a model's units begin with. */
function prefixOf(pass: string, deciding: Deciding): string {
  const hash = createHash('sha256').update(JSON.stringify(deciding)).digest('hex');
  return `${pass}/${hash.slice(0, 32)}`;
}
