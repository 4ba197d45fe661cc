import { rowProducts } from '../linalg/row-products.ts';
import { transposed } from '../linalg/transpose.ts';
import { Workspace } from '../linalg/workspace.ts';
import { sumOfSquares } from './least-squares.ts';
import type { SentencePair, SentenceStates } from './sentence-pair.ts';

/** Rounding of ‖X - Y‖² as ‖X‖² + ‖Y‖² - 2 <X, Y>, in units of eps (‖X‖² + ‖Y‖²). */
const ROUNDING = 100;

const vectorRoom = new Workspace();
const halfRoom = new Workspace();

/**
 * ‖log(A + δI) - log(B + δI)‖_F; what both have outside of the joint span, log δ, cancels. As ‖X‖² + ‖Y‖² - 2 <X, Y> with X
 * and Y the logarithms of A/δ + I and B/δ + I, from the eigenvectors of both Gram matrices; in 106 bits where that would
 * show rounding.
 */
export function logEuclidean(pair: SentencePair, ridge: number): number {
  const { a, b, accuracy } = pair;
  const [x, y] = [logsOf(a, ridge), logsOf(b, ridge)];
  const squares = sumOfSquares(x.logs) + sumOfSquares(y.logs);
  const squared = squares - 2 * innerProduct(pair, x.slopes, y.slopes);
  const rounding = ROUNDING * Number.EPSILON * squares + (Math.sqrt(squares) * Number.EPSILON) / ridge;
  return rounding <= accuracy * squared ? Math.sqrt(squared) : pair.exact.logEuclidean(ridge);
}

/** log(1 + λ/δ) of each eigenvalue λ of K / n, and the same over λ, which is 1/δ where λ is 0. */
function logsOf({ spectrum, n }: SentenceStates, ridge: number) {
  const values = spectrum.values.map((value) => Math.max(0, value));
  const logs = values.map((value) => Math.log1p(value / ridge));
  const slopes = logs.map((log, i) => (values[i] === 0 ? 1 / ridge : log / values[i]) / n);
  return { logs, slopes };
}

/** <X, Y> = Σ_ij s_i t_j (u_iᵀ C v_j)² with the cosines C between the texts, eigenvectors u of K_A and v of K_B. */
function innerProduct({ a, b, cross }: SentencePair, s: Float64Array, t: Float64Array): number {
  const [n, m] = [a.n, b.n];
  const half = halfRoom.take(2 * n * m);
  const [ofRows, products] = [half.subarray(0, n * m), half.subarray(n * m)];
  // rows of Vᵀ times rows of C: m x n
  rowProducts(transposed(b.spectrum.vectors, m, m, vectorRoom.take(m * m)), m, cross, n, m, ofRows);
  rowProducts(transposed(a.spectrum.vectors, n, n, vectorRoom.take(n * n)), n, ofRows, m, n, products);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let ofRow = 0;
    for (let j = 0; j < m; j++) ofRow += t[j] * products[i * m + j] ** 2;
    sum += s[i] * ofRow;
  }
  return sum;
}
