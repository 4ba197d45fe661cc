import { mean } from '../../metrics/least-squares.ts';
import { rankRatioEntropy } from '../../metrics/rate-distortion.ts';
import type { Layer } from '../../model/capture.ts';
import type { EntropyRow } from './rows.ts';

/** How entropies of texts become the rank of a model: e^(mean H), or the mean of e^H. */
export type RankMean = 'log' | 'rank';

/** What decides a summary of entropies. */
export interface SummaryOptions {
  eps: number;
  rankMean: RankMean;
  /** Which count of parameters stands for the size of a model. */
  parameters: 'total' | 'non-embedding';
  /** Of the bootstrap over texts. */
  seed: number;
}

/** A model that was run, and what its rows do not say of it. */
export interface ModelSize {
  model: string;
  revision: string | null;
  /** Number of blocks: the layer of this number is the last. */
  blocks: number;
  parameters: { total: number; nonEmbedding: number };
}

/** The rows of one model in one layer. */
export interface RowGroup {
  model: string;
  revision: string | null;
  /** Null where no untrained control was run. */
  weights: string | null;
  layer: Layer;
  dim: number;
  /** On the axis of the options. */
  parameters: number;
  isLast: boolean;
  rows: EntropyRow[];
}

/** Rows by model, revision, weights and layer, in the order of their first row. */
export function groupRows(
  rows: readonly EntropyRow[],
  sizes: readonly ModelSize[],
  options: SummaryOptions,
): RowGroup[] {
  const groups = new Map<string, RowGroup>();
  for (const row of rows) {
    const key = JSON.stringify([row.model, row.revision, row.weights, row.layer]);
    if (!groups.has(key)) groups.set(key, emptyGroup(row, sizes, options));
    groups.get(key)!.rows.push(row);
  }
  return [...groups.values()];
}

function emptyGroup(row: EntropyRow, sizes: readonly ModelSize[], options: SummaryOptions): RowGroup {
  const size = sizes.find(({ model, revision }) => model === row.model && revision === row.revision)!;
  const { total, nonEmbedding } = size.parameters;
  return {
    model: row.model,
    revision: row.revision,
    weights: (row.weights as string | undefined) ?? null,
    layer: row.layer,
    dim: row.dim,
    parameters: options.parameters === 'total' ? total : nonEmbedding,
    isLast: row.layer === size.blocks,
    rows: [],
  };
}

/** The rank of a model from the matrix entropies of its texts, in nats. */
export function rankOf(entropies: ArrayLike<number>, rankMean: RankMean): number {
  return rankMean === 'log' ? Math.exp(mean(entropies)) : mean(Array.from(entropies, (H) => Math.exp(H)));
}

/** Eq. (1) at rank/d. The rank never exceeds d, but rounding may put it above. */
export function entropyOfRank(rank: number, dim: number, eps: number): number {
  return rankRatioEntropy(Math.min(1, rank / dim), eps);
}
