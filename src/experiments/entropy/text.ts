import { normalizeGram } from '../../linalg/gram.ts';
import { symmetricEigenvalues } from '../../linalg/symmetric-eigenvalues.ts';
import { centeredMatrixEntropy, matrixEntropy } from '../../metrics/matrix-entropy.ts';
import { rateDistortionEntropy } from '../../metrics/rate-distortion.ts';
import { stableRank } from '../../metrics/stable-rank.ts';
import type { Layer } from '../../model/capture.ts';
import type { Row } from '../../report/result.ts';
import type { ModelRun } from '../../run/model-run.ts';
import type { Identity } from '../identity.ts';

/** What decides the entropies of a text. */
export interface EntropyOptions {
  /** Distortion of Def 3.1. */
  eps: number;
  /** Whether the matrix entropy centres the states over the tokens. */
  center: boolean;
}

/** The entropies of one text; null where undefined. Nats, but for shares and ranks. */
export interface TextEntropies {
  entropy: number;
  entropy_normalized: number;
  entropy_ceiling: number;
  matrix_entropy: number | null;
  /** matrix_entropy / log d. */
  matrix_entropy_normalized: number | null;
  /** e^matrix_entropy. */
  effective_rank: number | null;
  stable_rank: number;
}

/** One row of `entropy`: a text in one layer of one model; `weights` only beside an untrained control. */
export interface EntropyRow extends TextEntropies, Row {
  model: string;
  revision: string | null;
  layer: Layer;
  text: number;
  tokens: number;
  dim: number;
}

/** The columns after those that name the run. */
export const ENTROPY_COLUMNS = [
  'text',
  'tokens',
  'dim',
  'entropy',
  'entropy_normalized',
  'entropy_ceiling',
  'matrix_entropy',
  'matrix_entropy_normalized',
  'effective_rank',
  'stable_rank',
];

/**
 * Measures one text in one layer.
 * @param G n x n Gram matrix of the raw hidden states of `dim` entries, row-major
 */
export function textEntropies(
  G: Float64Array,
  n: number,
  dim: number,
  { eps, center }: EntropyOptions,
): TextEntropies {
  const eigenvalues = symmetricEigenvalues(normalizeGram(G, n), n);
  const { entropy, normalized, ceiling } = rateDistortionEntropy(eigenvalues, dim, eps);
  const nats = center ? centeredMatrixEntropy(G, n) : matrixEntropy(eigenvalues);
  return {
    entropy,
    entropy_normalized: normalized,
    entropy_ceiling: ceiling,
    matrix_entropy: nats,
    matrix_entropy_normalized: nats === null ? null : nats / Math.log(dim),
    effective_rank: nats === null ? null : Math.exp(nats),
    stable_rank: stableRank(eigenvalues),
  };
}

/** The row of one measured text. */
export function entropyRow(
  identity: Identity,
  layer: Layer,
  text: { index: number; tokens: number; dim: number },
  entropies: TextEntropies,
): EntropyRow {
  const { index, tokens, dim } = text;
  return { ...identity, layer, text: index, tokens, dim, ...entropies };
}

/** Runs all texts of a model and measures every wanted layer, in the order of the texts. */
export async function measureEntropy(run: ModelRun, options: EntropyOptions): Promise<EntropyRow[]> {
  const dim = run.runner.shape.hidden;
  const rows: EntropyRow[] = [];
  for await (const { text, encoding } of run.encode({ gram: run.layers })) {
    const { tokens, gram } = encoding;
    for (const layer of run.layers) {
      const entropies = textEntropies(gram.get(layer)!, tokens, dim, options);
      rows.push(entropyRow(run.identity, layer, { index: text.index, tokens, dim }, entropies));
    }
  }
  return rows;
}
