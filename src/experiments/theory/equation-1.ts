import { symmetricEigenvalues } from '../../linalg/symmetric-eigenvalues.ts';
import { DEFAULT_EPS, rankRatioEntropy, rateDistortionEntropy } from '../../metrics/rate-distortion.ts';
import { identityRow, type TheoryRow } from './row.ts';

/** n tokens in d dimensions along r orthogonal directions, equally often each; r divides n. */
const SETTINGS = [
  { d: 64, n: 32, r: 16 },
  { d: 64, n: 64, r: 64 },
  { d: 80, n: 15, r: 5 },
];

/** Eq. (1) against Def 3.1 where it is exact: Z with r equal singular values. */
export function equationOneRows(): TheoryRow[] {
  return SETTINGS.map(({ d, n, r }) => {
    const K = Float64Array.from({ length: n * n }, (_, at) =>
      Math.floor(at / n) % r === (at % n) % r ? 1 : 0,
    );
    return identityRow(
      'Eq. (1)',
      `normalised entropy of r = ${r} equal singular values, d = ${d}, n = ${n}`,
      rankRatioEntropy(r / d, DEFAULT_EPS),
      rateDistortionEntropy(symmetricEigenvalues(K, n), d, DEFAULT_EPS).normalized,
    );
  });
}
