import { readFileSync } from 'node:fs';
import { decodeTensors, type GoldenTensor } from './goldens.ts';

export interface OracleSeparation {
  silhouettes: number[];
  nearest_neighbor_accuracy: number;
}

export interface OracleVectors {
  /** n x d, float64. */
  vectors: GoldenTensor;
  pca: number[][];
  explained_variance: number[];
  explained_variance_ratio: number[];
  separation: Record<'context' | 'label', OracleSeparation>;
  separation_pca: Record<'context' | 'label', OracleSeparation>;
  trustworthiness: Trust;
}

/** Of umap-learn's layouts, one value per seed, by number of neighbours. */
export type Trust = Record<'5' | '15', number[]>;

export interface EmbedOracle {
  /** [context, name, text] each. */
  prompts: [string, string, string][];
  vectors: Record<'mean' | 'last' | 'country', OracleVectors>;
  js: { lower_triangle: GoldenTensor; trustworthiness: Trust };
  clusters: { points: GoldenTensor; trustworthiness: Trust };
  singleton: { distances: GoldenTensor; classes: string[]; silhouettes: number[] };
}

/** What scikit-learn and umap-learn make of the 45 prompts on nano-xs. */
export function embedOracle(): EmbedOracle {
  const file = new URL('../../../fixtures/oracles/embed.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'), decodeTensors);
}

export function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
