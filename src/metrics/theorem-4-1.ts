import { CompensatedSum } from './compensated-sum.ts';
import { checkNormalized, checkSigma, gainAsPrinted } from './information-gain.ts';

/**
 * Where the theorem is right and where it is not (claim 12), in nats: off by at most so much it is exact but for rounding,
 * off by more than so much it is no rounding.
 */
export const THEOREM_41 = { exact: 1e-12, wrong: 1e-2 };

/** Largest distance of Theorem 4.1 from I_{T+1} - I_T over the tokens after the first, in nats. */
export interface Theorem41Errors {
  /** Of ½ log(1 + σ⁻² σ_T²); null for one token. */
  corrected: number | null;
  /** Of the printed ½ log(1 + σ⁻² - σ² + σ² σ_T²); null where that is undefined at every token. */
  printed: number | null;
}

/** Numbers are whole multiples of 2^-BITS: 48 digits after the point. */
const BITS = 160n;

/**
 * How far Theorem 4.1, corrected and as printed, is from the difference of two information gains. σ_T² is eq. (2), a
 * Schur complement; each gain is a log-determinant of its own, eliminated from its last token to its first, so that
 * the two sides share nothing. Eliminations run in fixed point, since where σ_T² nears σ² float64 leaves errors of
 * 1e-12 that are not the theorem's. Cost n⁴/24 products of whole numbers: 30 ms at n = 40.
 * @param K n x n Gram matrix of the L2-normalised hidden states, row-major
 * @throws InputError for a size or list that does not agree with the others, or a number that is not finite
 * @example
 * ```ts
 * theorem41Errors(Float64Array.of(1, 0.5, 0.5, 1), 2, DEFAULT_SIGMA).printed; // 0.14381
 * ```
 */
export function theorem41Errors(K: Float64Array, n: number, sigma: number): Theorem41Errors {
  checkNormalized(K, n);
  checkSigma(sigma, n);
  const squared = sigma * sigma;
  const M = Array.from(K, (value, at) => toFixed(value) + (at % (n + 1) === 0 ? toFixed(squared) : 0n));
  const variances = Float64Array.from(pivots(M, n, forwards(n)), (pivot) =>
    toNumber(pivot - toFixed(squared)),
  );
  const printed = gainAsPrinted(variances, sigma);
  const errors: Theorem41Errors = { corrected: null, printed: null };
  let before = logsOf(M, n, 1, squared);
  for (let T = 2; T <= n; T++) {
    const logs = logsOf(M, n, T, squared);
    const difference = differenceOfSums(logs, before);
    const corrected = Math.log1p(variances[T - 1] / squared) / 2;
    errors.corrected = Math.max(errors.corrected ?? 0, Math.abs(corrected - difference));
    if (!Number.isNaN(printed[T - 1]))
      errors.printed = Math.max(errors.printed ?? 0, Math.abs(printed[T - 1] - difference));
    before = logs;
  }
  return errors;
}

/** The terms of I_T = ½ logdet(σ⁻² (K_T + σ² I)), from the last token to the first. */
function logsOf(M: bigint[], n: number, T: number, squared: number): number[] {
  const backwards = forwards(T).reverse();
  return pivots(M, n, backwards).map((pivot) => Math.log(toNumber(pivot) / squared) / 2);
}

/** The D of M = L D Lᵀ over the rows and columns `order` of an n x n matrix: each pivot is a Schur complement. */
function pivots(M: bigint[], n: number, order: number[]): bigint[] {
  const D: bigint[] = [];
  const L: bigint[][] = [];
  order.forEach((row, i) => {
    const products: bigint[] = []; // L_ij D_j
    L.push([]);
    for (let j = 0; j <= i; j++) {
      let left = M[row * n + order[j]] << BITS;
      for (let k = 0; k < j; k++) left -= products[k] * L[j][k];
      products.push(left >> BITS);
      if (j < i) L[i].push(left / D[j]);
    }
    D.push(products[i]);
  });
  return D;
}

function forwards(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** A float64 in fixed point: scaling by a power of two is exact, so only what is below 2^-160 is lost. */
function toFixed(value: number): bigint {
  return BigInt(Math.trunc(value * 2 ** Number(BITS)));
}

function toNumber(value: bigint): number {
  return Number(value) / 2 ** Number(BITS);
}

/** Σ plus - Σ minus in one sum, since each alone would lose the digits of the difference. */
function differenceOfSums(plus: number[], minus: number[]): number {
  const sum = new CompensatedSum();
  for (const value of plus) sum.add(value);
  for (const value of minus) sum.add(-value);
  return sum.value;
}
