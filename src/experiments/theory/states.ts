import { leadingGram, normalizeGram } from '../../linalg/gram.ts';
import { leadingRanks, rankTolerance } from '../../linalg/leading-rank.ts';
import { symmetricEigenvalues } from '../../linalg/symmetric-eigenvalues.ts';
import { DEFAULT_SIGMA, informationGain } from '../../metrics/information-gain.ts';
import { matrixEntropy } from '../../metrics/matrix-entropy.ts';
import { DEFAULT_EPS, rankRatioEntropy, rateDistortionEntropy } from '../../metrics/rate-distortion.ts';
import { stableRank } from '../../metrics/stable-rank.ts';
import { THEOREM_41, type Theorem41Errors, theorem41Errors } from '../../metrics/theorem-4-1.ts';
import { approximateRow, ofKind, type TheoryKind, type TheoryRow } from './row.ts';

/** Theorem 4.1 is checked on so many tokens of a text: the independent determinants cost the fourth power of them. */
export const CHECKED_TOKENS = 40;

/** What holds of any states, measured on those of one text: Def 4.2's bound, Theorem 4.1 and eq. (1). */
export function stateRows(G: Float64Array, n: number, dim: number): TheoryRow[] {
  const K = normalizeGram(G, n);
  const eigenvalues = symmetricEigenvalues(K.slice(), n).sort();
  return [
    equationOneRow(eigenvalues, dim),
    ...boundRows(K, n, dim, stableRank(eigenvalues)),
    ...theorem41Rows(theorem41(G, n)),
  ];
}

/**
 * Claim 12: the largest distance of Theorem 4.1, corrected and as printed, from I_{T+1} - I_T over the first 40 tokens
 * of a text, at σ = 0.01.
 * @param G n x n Gram matrix of its raw hidden states
 */
export function theorem41(G: Float64Array, n: number): Theorem41Errors {
  const checked = Math.min(n, CHECKED_TOKENS);
  return theorem41Errors(normalizeGram(leadingGram(G, n, checked), checked), checked, DEFAULT_SIGMA);
}

/** Eq. (1) is exact where r eigenvalues are equal; here at r = e^H, the effective rank of the states as they are. */
function equationOneRow(eigenvalues: Float64Array, dim: number): TheoryRow {
  const rank = Math.exp(matrixEntropy(eigenvalues));
  return approximateRow(
    'Eq. (1)',
    null,
    'normalised entropy against eq. (1) at the effective rank of unequal eigenvalues',
    rankRatioEntropy(rank / dim, DEFAULT_EPS),
    rateDistortionEntropy(eigenvalues, dim, DEFAULT_EPS).normalized,
  );
}

/** The chain of (in)equalities below Def 4.2, link by link, for all n tokens. */
function boundRows(K: Float64Array, n: number, dim: number, stable: number): TheoryRow[] {
  const rank = leadingRanks(K, n, dim)[n - 1];
  const measured = informationGain(K, n, DEFAULT_SIGMA).informationGain[n - 1];
  const log = Math.log1p(n / stable / DEFAULT_SIGMA ** 2);
  // rows that count as dependent may still carry so much: it decides where the bound is attained
  const slack = (n * rankTolerance(n, dim)) / (2 * DEFAULT_SIGMA ** 2);
  const below = (quantity: string, bound: number, kind: TheoryKind): TheoryRow => ({
    theorem: 'Def 4.2',
    alpha: null,
    quantity,
    predicted: bound,
    measured,
    holds: measured <= bound + slack,
    ...ofKind(kind),
  });
  return [
    below('I <= ½ rank log(1 + σ⁻² T / srank), corrected', (rank * log) / 2, 'theorem'),
    // no bound, but some states are below it all the same
    {
      ...below('I <= srank log(1 + σ⁻² T / srank), the printed last step', stable * log, 'erratum'),
      expected: null,
    },
    approximateRow(
      'Def 4.2',
      null,
      'I against Σ log(1 + σ⁻² λ), the ½ missing as printed',
      2 * measured,
      measured,
      'erratum',
    ),
  ];
}

function theorem41Rows({ corrected, printed }: Theorem41Errors): TheoryRow[] {
  const row = (formula: string, measured: number | null, most: number, kind: TheoryKind): TheoryRow => ({
    theorem: 'Theorem 4.1',
    alpha: null,
    quantity: `largest distance of ${formula} from I_T+1 - I_T`,
    predicted: 0,
    measured,
    holds: measured === null ? null : measured <= most,
    ...ofKind(kind),
  });
  return [
    row('½ log(1 + σ⁻² σ_T²), corrected,', corrected, THEOREM_41.exact, 'theorem'),
    // wrong, but close where states are nearly orthogonal
    {
      ...row('½ log(1 + σ⁻² - σ² + σ² σ_T²), as printed,', printed, THEOREM_41.wrong, 'erratum'),
      expected: null,
    },
  ];
}
