import { axisCosines, type Coordinates } from '../linalg/joint-span.ts';
import { rowProducts } from '../linalg/row-products.ts';
import { transposed } from '../linalg/transpose.ts';
import { dot } from '../linalg/vector.ts';
import { covarianceLess, frobeniusNorm } from './covariance-difference.ts';
import type { SentencePair } from './sentence-pair.ts';

/**
 * ‖X - Y‖² is trusted as ‖X‖² + ‖Y‖² - 2 <X, Y> where it is more than this part of the first two: less than of
 * covariances themselves, since the eigenvectors are known to fewer digits.
 */
const TRUSTED = 2e-3;

/** ‖log(A + δI) - log(B + δI)‖_F; what both have outside of the joint span, log δ, cancels. In the joint span where rounding would show. */
export function logEuclidean(pair: SentencePair, ridge: number): number {
  const [a, b] = [pair.a.span, pair.b.span];
  const [logsOfA, logsOfB] = [a, b].map(({ values }) => values.map((value) => Math.log1p(value / ridge)));
  const cosines = axisCosines(a, b, pair.cross);
  let inner = 0;
  for (let i = 0; i < a.rank; i++) {
    let ofAxis = 0;
    for (let j = 0; j < b.rank; j++) ofAxis += logsOfB[j] * cosines[i * b.rank + j] ** 2;
    inner += logsOfA[i] * ofAxis;
  }
  const squares = dot(logsOfA, logsOfA) + dot(logsOfB, logsOfB);
  const squared = squares - 2 * inner;
  if (squared > TRUSTED * squares) return Math.sqrt(squared);
  return frobeniusNorm(covarianceLess(logsOfA, logCoordinates(pair, logsOfB)), pair.coordinatesOfB.dim);
}

/** The eigenvectors of B in the joint basis, scaled so that XᵀX / rank is log(B + δI) - log(δ) I. */
function logCoordinates({ b, coordinatesOfB }: SentencePair, logsOfB: Float64Array): Coordinates {
  const { rows, dim, entries } = coordinatesOfB;
  const { rank, axes } = b.span;
  const scaled = new Float64Array(rank * dim);
  rowProducts(axes, rank, transposed(entries, rows, dim), dim, rows, scaled);
  for (let k = 0; k < rank; k++) {
    const scale = Math.sqrt(rank * logsOfB[k]);
    for (let i = 0; i < dim; i++) scaled[k * dim + i] *= scale;
  }
  return { rows: rank, dim, entries: scaled };
}
