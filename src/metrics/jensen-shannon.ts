import { continueCholesky, wholeBlocks } from '../linalg/blocked-cholesky.ts';
import { Workspace } from '../linalg/workspace.ts';
import type { SentencePair, SentenceStates } from './sentence-pair.ts';

/** The paper's γ, section 4.3. */
export const DEFAULT_GAMMA = 100;

/** Rounding of a log-determinant, in units of eps: see `LogDeterminant`. */
const ROUNDING = 2;

/** A log-determinant by Cholesky, in nats. */
interface LogDeterminant {
  value: number;
  /**
   * Its rounding error, in units of eps: of each pivot as much as the number on the diagonal from which it was taken,
   * relative to what is left.
   */
  rounding: number;
}

/** Of one text and one γ: the lower triangular R with R Rᵀ = I + (γ/2n) K, and the log-determinants. */
interface HalfFactor {
  /** rows x rows, row-major, filled up to whole blocks by the identity. */
  R: Float64Array;
  rows: number;
  /** logdet(I + γ/2 A). */
  half: LogDeterminant;
  /** logdet(I + γ A). */
  full: LogDeterminant;
}

const jointRoom = new Workspace();

/** By γ, of each text for as long as it is in use. */
const factors = new WeakMap<SentenceStates, Map<number, HalfFactor>>();

/**
 * The JS distance sqrt(logdet(I + γ(A+B)/2) - ½ logdet(I + γA) - ½ logdet(I + γB)) (section 4.3), which is the Logdet
 * distance of A + δI and B + δI with δ = 1/γ. By Sylvester's identity the first is the determinant of I + (γ/2) times the
 * joint Gram; its Cholesky factor continues that of the longer text, which serves all its pairs. Where rounding would show,
 * the squared distance is Σ log cosh(½ log μ) over the generalised eigenvalues μ of (B + δI, A + δI), which cannot be
 * negative.
 * @param ridge δ = 1/γ
 */
export function jensenShannon(pair: SentencePair, ridge: number): number {
  const gamma = 1 / ridge;
  const { value, rounding } = byDeterminants(pair, gamma);
  if (ROUNDING * Number.EPSILON * rounding <= pair.accuracy * value) return Math.sqrt(value);
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

/** The squared distance; NaN where rounding has made the joint matrix indefinite. */
function byDeterminants(pair: SentencePair, gamma: number): LogDeterminant {
  const [a, b] = [factorOf(pair.a, gamma), factorOf(pair.b, gamma)];
  const long = pair.a.n < pair.b.n ? b : a;
  const rest = logdetOfRest(pair, long, gamma);
  return {
    value: long.half.value + rest.value - (a.full.value + b.full.value) / 2,
    rounding: long.half.rounding + rest.rounding + (a.full.rounding + b.full.rounding) / 2,
  };
}

function factorOf(text: SentenceStates, gamma: number): HalfFactor {
  const ofText = factors.get(text) ?? new Map<number, HalfFactor>();
  factors.set(text, ofText);
  const known = ofText.get(gamma);
  if (known) return known;
  const R = regularizedFactor(text, gamma / 2);
  const rows = wholeBlocks(text.n);
  const full = logdetFrom(regularizedFactor(text, gamma), rows, 0, 1 + gamma / text.n);
  const factor = { R, rows, half: logdetFrom(R, rows, 0, 1 + gamma / 2 / text.n), full };
  ofText.set(gamma, factor);
  return factor;
}

function regularizedFactor(text: SentenceStates, scale: number): Float64Array {
  const rows = wholeBlocks(text.n);
  const matrix = new Float64Array(rows * rows);
  writeRegularized(text, scale, matrix, rows, 0);
  continueCholesky(matrix, rows, 0);
  return matrix;
}

/** Writes the lower triangle of I + (scale/n) K, filled up by the identity, into `out`, from row and column `first`. */
function writeRegularized(
  { K, n }: SentenceStates,
  scale: number,
  out: Float64Array,
  dim: number,
  first: number,
): void {
  const own = scale / n;
  for (let i = 0; first + i < dim; i++) {
    const at = (first + i) * dim + first;
    for (let j = 0; j < i; j++) out[at + j] = i < n ? own * K[i * n + j] : 0;
    out[at + i] = i < n ? 1 + own * K[i * n + i] : 1;
  }
}

/**
 * Twice the log-diagonal of a factor with `dim` rows, from row `first` on.
 * @param diagonal what stood on the diagonal of the matrix
 */
function logdetFrom(factor: Float64Array, dim: number, first: number, diagonal: number): LogDeterminant {
  let [sum, rounding] = [0, 0];
  for (let i = first; i < dim; i++) {
    const root = factor[i * dim + i];
    sum += Math.log(root);
    rounding += Math.abs(Math.log(root)) + diagonal / (root * root);
  }
  return { value: 2 * sum, rounding };
}

/** What the shorter text adds to the log-determinant of the longer, of the factor R: its rows of the joint factor. */
function logdetOfRest({ a, b, cross }: SentencePair, { R, rows }: HalfFactor, gamma: number): LogDeterminant {
  const [long, short, longStep, shortStep] = a.n < b.n ? [b, a, 1, b.n] : [a, b, b.n, 1];
  const dim = rows + wholeBlocks(short.n);
  const joint = jointRoom.take(dim * dim);
  for (let i = 0; i < rows; i++) for (let j = 0; j <= i; j++) joint[i * dim + j] = R[i * rows + j];
  const scale = gamma / 2 / Math.sqrt(a.n * b.n);
  for (let i = 0; rows + i < dim; i++)
    for (let j = 0; j < rows; j++) {
      const within = i < short.n && j < long.n;
      joint[(rows + i) * dim + j] = within ? scale * cross[i * shortStep + j * longStep] : 0;
    }
  writeRegularized(short, gamma / 2, joint, dim, rows);
  continueCholesky(joint, dim, rows);
  return logdetFrom(joint, dim, rows, 1 + gamma / 2 / short.n);
}
