import { normalizeGram } from '../../linalg/gram.ts';
import { symmetricEigenvalues } from '../../linalg/symmetric-eigenvalues.ts';
import { centeredMatrixEntropy, matrixEntropy } from '../../metrics/matrix-entropy.ts';
import { rateDistortionEntropy } from '../../metrics/rate-distortion.ts';
import { stableRank } from '../../metrics/stable-rank.ts';

/** What decides the entropies of a text. */
export interface EntropyOptions {
  /** Distortion of Def 3.1. */
  eps: number;
  /** Whether the matrix entropy centres the states over the tokens. */
  center: boolean;
}

/** The entropies of one text; null where undefined. Nats, but for shares and ranks. */
export type TextEntropies = {
  entropy: number;
  entropy_normalized: number;
  entropy_ceiling: number;
  matrix_entropy: number | null;
  /** matrix_entropy / log d. */
  matrix_entropy_normalized: number | null;
  /** e^matrix_entropy. */
  effective_rank: number | null;
  stable_rank: number;
};

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
