import { choleskyFactor } from '../linalg/ml-matrix.ts';
import { Workspace } from '../linalg/workspace.ts';
import type { SentencePair, SentenceStates } from './sentence-pair.ts';

/** The paper's γ, section 4.3. */
export const DEFAULT_GAMMA = 100;

/**
 * The three log-determinants are trusted where the squared distance exceeds this many units of their rounding,
 * eps * (n + γ): below, it is computed without a difference of large numbers.
 */
const TRUSTED = 1e11;
/** Beyond this many nats no squared distance is expected, so that determinants would be computed for nothing. */
const LARGEST_SQUARED = 100;

/** Of one text and one γ: the lower triangular R with R Rᵀ = I + (γ/2n) K, and the log-determinants. */
interface HalfFactor {
  R: Float64Array;
  /** logdet(I + γ/2 A). */
  half: number;
  /** logdet(I + γ A). */
  full: number;
}

const rowRoom = new Workspace();

/** By γ, of each text for as long as it is in use. */
const factors = new WeakMap<SentenceStates, Map<number, HalfFactor>>();

/**
 * The JS distance sqrt(logdet(I + γ(A+B)/2) - ½ logdet(I + γA) - ½ logdet(I + γB)) (section 4.3), which is the Logdet
 * distance of A + δI and B + δI with δ = 1/γ. By Sylvester's identity the first is the determinant of I + (γ/2) times the
 * joint Gram; its Cholesky factor continues that of A's part, which serves all pairs of A. Where rounding would show, the
 * squared distance is Σ log cosh(½ log μ) over the generalised eigenvalues μ of (B + δI, A + δI), which cannot be
 * negative.
 * @param ridge δ = 1/γ
 */
export function jensenShannon(pair: SentencePair, ridge: number): number {
  const gamma = 1 / ridge;
  const least = TRUSTED * Number.EPSILON * (pair.a.n + pair.b.n + gamma);
  const squared = least < LARGEST_SQUARED ? byDeterminants(pair, gamma) : 0;
  if (squared > least) return Math.sqrt(squared);
  return Math.sqrt(jensenShannonSquared(pair, ridge));
}

/** The square of the JS distance, to full relative accuracy however small it is. */
export function jensenShannonSquared(pair: SentencePair, ridge: number): number {
  return pair.logRatios(ridge).reduce((sum, log) => sum + logCosh(log / 2), 0);
}

function logCosh(x: number): number {
  const size = Math.abs(x);
  if (size < 1) return Math.log1p(2 * Math.sinh(size / 2) ** 2);
  return size + Math.log1p(Math.exp(-2 * size)) - Math.LN2;
}

/** NaN where rounding has made the joint matrix indefinite. */
function byDeterminants(pair: SentencePair, gamma: number): number {
  const [a, b] = [factorOf(pair.a, gamma), factorOf(pair.b, gamma)];
  return a.half + logdetOfRest(pair, a.R, gamma) - (a.full + b.full) / 2;
}

function factorOf(text: SentenceStates, gamma: number): HalfFactor {
  const ofText = factors.get(text) ?? new Map<number, HalfFactor>();
  factors.set(text, ofText);
  const known = ofText.get(gamma);
  if (known) return known;
  const R = regularizedFactor(text, gamma / 2);
  const full = logdet(regularizedFactor(text, gamma), text.n);
  const factor = { R, half: logdet(R, text.n), full };
  ofText.set(gamma, factor);
  return factor;
}

function regularizedFactor({ K, n }: SentenceStates, scale: number): Float64Array {
  const matrix = K.map((value) => (value * scale) / n);
  for (let i = 0; i < n; i++) matrix[i * n + i] += 1;
  return choleskyFactor(matrix, n);
}

function logdet(R: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log(R[i * n + i]);
  return 2 * sum;
}

/** B's rows of the joint Cholesky factor, each [its part along A's tokens | its own]; gives twice their log-diagonal. */
function logdetOfRest({ a, b, cross }: SentencePair, R: Float64Array, gamma: number): number {
  const [n, m] = [a.n, b.n];
  const dim = n + m;
  const [scale, own] = [gamma / 2 / Math.sqrt(n * m), gamma / 2 / m];
  const rows = rowRoom.take(m * dim);
  let sum = 0;
  for (let i = 0; i < m; i++) {
    const at = i * dim;
    for (let k = 0; k < n; k++) {
      let rest = scale * cross[k * m + i];
      for (let l = 0, r = k * n; l < k; l++, r++) rest -= rows[at + l] * R[r];
      rows[at + k] = rest / R[k * n + k];
    }
    for (let j = 0; j < i; j++) {
      const other = j * dim;
      let rest = own * b.K[i * m + j];
      for (let l = 0; l < n + j; l++) rest -= rows[at + l] * rows[other + l];
      rows[at + n + j] = rest / rows[other + n + j];
    }
    let left = 1 + own * b.K[i * m + i];
    for (let l = 0; l < n + i; l++) left -= rows[at + l] ** 2;
    rows[at + n + i] = Math.sqrt(left);
    sum += Math.log(left);
  }
  return sum;
}
