import { readFileSync } from 'node:fs';
import { decodeTensors, type GoldenName, type GoldenTensor } from './goldens.ts';

/** What transformers says of value vectors and parameter counts, and NumPy of quantiles. */
export interface SharedOracle {
  /** Value vectors of every block for one golden text, (layers, heads, T, head_dim). */
  values: { model: GoldenName; case: string; ids: number[]; values: GoldenTensor }[];
  /** By model; `nano-xs tied` is nano-xs with one matrix for both embeddings. */
  parameters: Record<string, { total: number; non_embedding: number }>;
  quantiles: { values: number[]; shares: number[]; quantiles: number[] }[];
}

export function sharedOracle(): SharedOracle {
  const file = new URL('../../../fixtures/oracles/shared.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'), decodeTensors);
}
