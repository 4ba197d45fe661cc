import { logLogFit } from '../../metrics/power-law.ts';
import { rankRatioEntropy } from '../../metrics/rate-distortion.ts';
import type { Json, Row } from '../../report/result.ts';

/** What decides the published figure. */
export interface PublishedOptions {
  eps: number;
  /** Which count of parameters stands for the size of a model. */
  parameters: 'total' | 'non-embedding';
}

/** One published entropy and what the paper makes of it. */
export interface PublishedRow extends Row {
  family: string;
  model: string;
  /** Null where the axis's count is not published: Cerebras-GPT outside its embeddings. */
  parameters: number | null;
  dim: number;
  dataset: string;
  /** H / log d. */
  matrix_entropy_normalized: number;
  /** r/d = d^(H / log d - 1). */
  rank_ratio: number;
  /** Eq. (1) at r/d. */
  entropy_normalized: number;
  /** Eq. (1) at a constant rank: what the width alone does. */
  null_entropy_normalized: number;
}

export const PUBLISHED_COLUMNS = [
  'family',
  'model',
  'parameters',
  'dim',
  'dataset',
  'matrix_entropy_normalized',
  'rank_ratio',
  'entropy_normalized',
  'null_entropy_normalized',
];

/** The effective rank that the null model gives every model. */
const NULL_RANK = 60;

/** A size of Pythia, as its registry has it. */
export interface PublishedSize {
  name: string;
  parameters: number;
  nonEmbeddingParameters: number;
}

/**
 * The published table as rows.
 * @param records its lines, by column
 * @param sizes the exact counts of Pythia
 */
export function publishedRows(
  records: readonly Record<string, string>[],
  sizes: readonly PublishedSize[],
  options: PublishedOptions,
): PublishedRow[] {
  return records.map((record) => {
    const dim = Number(record.dim);
    const published = Number(record.matrix_entropy_normalized);
    const ratio = dim ** (published - 1);
    return {
      family: record.family,
      model: record.model,
      parameters: parametersOf(record, sizes, options.parameters),
      dim,
      dataset: record.dataset,
      matrix_entropy_normalized: published,
      rank_ratio: ratio,
      entropy_normalized: rankRatioEntropy(ratio, options.eps),
      null_entropy_normalized: rankRatioEntropy(NULL_RANK / dim, options.eps),
    };
  });
}

/** Pythia's counts are exact, from its registry; of Cerebras-GPT only the labels of its sizes are known. */
function parametersOf(
  record: Record<string, string>,
  sizes: readonly PublishedSize[],
  axis: PublishedOptions['parameters'],
): number | null {
  const size = sizes.find(({ name }) => name === record.model);
  if (size) return axis === 'total' ? size.parameters : size.nonEmbeddingParameters;
  return axis === 'total' ? labelled(record.parameters_label) : null;
}

/** 111M and 1.3B as numbers. */
function labelled(label: string): number {
  return Number(label.slice(0, -1)) * (label.endsWith('B') ? 1e9 : 1e6);
}

/** The power law of each family and data set whose sizes are known, with that of the constant rank beside it. */
export function summarizePublished(
  rows: readonly PublishedRow[],
  { parameters }: PublishedOptions,
): Record<string, Json> {
  const sets = new Map<string, PublishedRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.family, row.dataset]);
    sets.set(key, [...(sets.get(key) ?? []), row]);
  }
  const fits = [...sets.values()].flatMap((set) => fitOf(set));
  return { parameters, null_rank: NULL_RANK, fits };
}

function fitOf(set: readonly PublishedRow[]): Json[] {
  const sizes = set.map((row) => row.parameters).filter((size) => size !== null);
  if (sizes.length < set.length) return [];
  const fit = logLogFit(
    sizes,
    set.map((row) => row.entropy_normalized),
  )!;
  const constant = logLogFit(
    sizes,
    set.map((row) => row.null_entropy_normalized),
  )!;
  return [
    {
      family: set[0].family,
      dataset: set[0].dataset,
      models: set.length,
      slope: fit.gamma,
      r2: fit.r2,
      prefactor: fit.lambda,
      residual_degrees_of_freedom: fit.residualDegreesOfFreedom,
      null_slope: constant.gamma,
      null_r2: constant.r2,
    },
  ];
}
