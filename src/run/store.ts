import type { ModelRun } from './model-run.ts';
import type { Study } from './study.ts';

/** Where the records of one model go, each under the key of its unit: a call, a part of a study, or the model itself. */
export interface ModelStore {
  has(unit: string): boolean;
  /** Undefined where there is none, or none that is whole. */
  get(unit: string): Promise<unknown>;
  put(unit: string, record: unknown): Promise<void>;
}

/** Where records go: memory, or a run folder. */
export interface Store {
  /** What is kept of one model in some studies. */
  ofModel(run: ModelRun, studies: readonly Study[]): Promise<ModelStore>;
}

/** Keeps records as long as the process lives. */
export const MEMORY: Store = {
  async ofModel() {
    const records = new Map<string, unknown>();
    return {
      has: (unit) => records.has(unit),
      get: async (unit) => records.get(unit),
      put: async (unit, record) => {
        records.set(unit, record);
      },
    };
  },
};
