import type { Json } from '../report/result.ts';
import type { Head } from './head.ts';

/** Which model of a run: its place among the models, and among the variants (revisions, untrained seeds) of its name. */
export interface Place {
  model: number;
  variant: number;
  variants: number;
}

/** Where the records of one model go, each under the name of its unit: a call, or a part of a study. */
export interface ModelStore {
  has(unit: string): boolean;
  /** Undefined where there is none, or none that is whole. */
  get(unit: string): Promise<unknown>;
  /** When it resolves, the end of this process cannot lose the record. */
  put(unit: string, record: unknown): Promise<void>;
  /** Which of some units are for this process to do, by what each weighs. */
  share(weights: readonly number[]): boolean[];
}

/** What decides the numbers of a model, for the keys of its units: never threads, paths, shards or flags of output. */
export type Deciding = { [key: string]: Json };

/** Where records go: memory, or a run folder. */
export interface Store {
  /** Whether this process does the whole run, and may ask for what was made of it. */
  readonly isWhole: boolean;
  /** How much the records take, where they are on a disk. */
  readonly bytes?: () => number;
  /** Whether anything of a model is for this process to do. */
  wants(place: Place): boolean;
  /** What is kept of one model; both arguments are asked for where the store outlives the process. */
  ofModel(head: () => Promise<Head>, deciding: () => Promise<Deciding>): Promise<ModelStore>;
}

/** Keeps records as long as the process lives. */
export const MEMORY: Store = {
  isWhole: true,
  wants: () => true,
  async ofModel() {
    const records = new Map<string, unknown>();
    return {
      has: (unit) => records.has(unit),
      get: async (unit) => records.get(unit),
      put: async (unit, record) => {
        records.set(unit, record);
      },
      share: (weights) => weights.map(() => true),
    };
  },
};
