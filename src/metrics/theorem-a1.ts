import { jensenShannonSquared } from './jensen-shannon.ts';
import { fitLine } from './least-squares.ts';
import { sentenceDistance } from './sentence-distance.ts';
import type { SentencePair } from './sentence-pair.ts';

/** Where the theorem is measured: below 1e-3 rounding rules. */
export const THEOREM_GAMMAS = Array.from({ length: 9 }, (_, i) => 10 ** (-1 - i / 4));

/** What the theorem says, and how close a measured value must be (claim 11). */
export const THEOREM_A1 = {
  slope: { predicted: 3, within: 0.05 },
  ratio: { predicted: 1, within: 0.01 },
};

/** What Theorem A.1 says of two texts, measured. */
export interface TheoremA1 {
  /** Slope of log|d_JS² - (γ²/8) ‖A - B‖_F²| in log γ over THEOREM_GAMMAS; 3 by the theorem. */
  slope: number;
  /** d_JS / ((γ/√8) ‖A - B‖_F) at the least γ; 1 by the theorem. */
  ratio: number;
  /** |d_JS² - (γ²/8) ‖A - B‖_F²| at each γ. */
  remainders: number[];
}

/**
 * Theorem A.1, d_JS² = (γ²/8) ‖A - B‖_F² + O(γ³), on each pair. The squared distance keeps all its digits at
 * small γ, since it is not a difference of log-determinants.
 * @returns one result per pair; null where A = B, or the remainder vanishes, and there is nothing to fit
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * const [a, b] = [[1, 0, 0, 1], [1, 1, 0, 1]].map((rows) => sentenceStates(Float64Array.from(rows), 2, 2));
 * theoremA1([sentencePair(a!, b!)])[0]!.slope; // 2.9849
 * ```
 */
export function theoremA1(pairs: readonly SentencePair[]): (TheoremA1 | null)[] {
  return pairs.map(theoremOfPair);
}

function theoremOfPair(pair: SentencePair): TheoremA1 | null {
  const frobenius = sentenceDistance(pair, 'frobenius', { gamma: 1, ridge: 1 });
  if (frobenius === 0) return null;
  const leading = THEOREM_GAMMAS.map((gamma) => (gamma * frobenius) ** 2 / 8);
  const squares = THEOREM_GAMMAS.map((gamma) => jensenShannonSquared(pair, 1 / gamma));
  const remainders = squares.map((squared, i) => Math.abs(squared - leading[i]));
  if (remainders.some((remainder) => remainder === 0)) return null;
  const last = THEOREM_GAMMAS.length - 1;
  const { slope } = fitLine(
    Float64Array.from(THEOREM_GAMMAS, Math.log),
    Float64Array.from(remainders, Math.log),
  );
  return { slope, ratio: Math.sqrt(squares[last] / leading[last]), remainders };
}
