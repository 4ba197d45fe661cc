import { InputError } from '../errors.ts';
import { checkFinite, checkLength, checkMatrix } from '../linalg/check.ts';
import { coordinatesOfGram, coordinatesOfRows, unitRows } from '../linalg/joint-coordinates.ts';
import { type SymmetricEigen, symmetricEigen } from '../linalg/ml-matrix.ts';
import { symmetricEigenvalues } from '../linalg/symmetric-eigenvalues.ts';
import { norm } from '../linalg/vector.ts';
import { whitened } from '../linalg/whitened.ts';
import { ExactDistance } from './exact-distance.ts';
import { dependentBelow, type JointCovariances, jointCovariances, jointGram } from './joint-covariances.ts';
import { meanSquare } from './mean-square.ts';

/** Relative error that a distance may have, where nothing else is said. */
const ACCURACY = 1e-10;
/** Without rows: states of two texts that differ by no more than this in any cosine are the same. */
const SAME = 1e-14;
/** A cosine times this is above 1 by more than rounding. */
const SLACK = 1 + 1e-6;
/** Rounding of a logarithm of a generalised eigenvalue in units of eps / δ: covariances of trace 1 are good to eps. */
const ROUNDING = 8;
/** The same of one that hangs on the shortest axis, in units of its rounding over √δ. */
const AXIS_ROUNDING = 2;

/**
 * One text as distances see it: the Gram matrix of its n L2-normalised hidden states Z (n x d). Its covariance is
 * A = Zᵀ Z / n, not centred. What is derived from K alone is computed once, when first asked for.
 */
export class SentenceStates {
  readonly n: number;
  /** n x n, row-major, symmetric, unit diagonal. */
  readonly K: Float64Array;
  /** The states, n x d, each times any number above 0; undefined where only K is known. */
  readonly rows?: { data: Float64Array; d: number };
  private ownSpectrum?: SymmetricEigen;
  private ownSquare?: number;
  private ownLengths?: Float64Array;

  /** @throws InputError where K is no n x n matrix */
  constructor(K: Float64Array, n: number, rows?: SentenceStates['rows']) {
    checkMatrix(K, n);
    checkFinite('the Gram matrix', K);
    this.K = K;
    this.n = n;
    this.rows = rows;
  }

  /** Eigenvalues and eigenvectors of K / n, among them those of A: seconds for a thousand tokens. */
  get spectrum(): SymmetricEigen {
    this.ownSpectrum ??= symmetricEigen(
      this.K.map((value) => value / this.n),
      this.n,
    );
    return this.ownSpectrum;
  }

  /** Of each state: 1, or what K says. */
  get lengths(): Float64Array {
    this.ownLengths ??= Float64Array.from({ length: this.n }, (_, i) => Math.sqrt(this.K[i * this.n + i]));
    return this.ownLengths;
  }

  /** ‖A‖_F². */
  get squaredNorm(): number {
    this.ownSquare ??= meanSquare(this.K, this.n, this.n);
    return this.ownSquare;
  }
}

/** Two texts and the inner products between their states: all that a distance between A and B needs. */
export class SentencePair {
  readonly a: SentenceStates;
  readonly b: SentenceStates;
  /** n_A x n_B cosines, row-major. */
  readonly cross: Float64Array;
  readonly accuracy: number;
  private logs?: { ridge: number; ratios: readonly number[] };
  private joint?: JointCovariances;
  private inDoubleDouble?: ExactDistance;

  /**
   * @param accuracy the relative error that a distance may have: the least that float64 cannot promise costs a hundred
   * times as much
   * @throws InputError where `cross` has another length, or entries beyond Cauchy's inequality
   */
  constructor(a: SentenceStates, b: SentenceStates, cross: Float64Array, accuracy = ACCURACY) {
    checkCross(a, b, cross);
    this.a = a;
    this.b = b;
    this.cross = cross;
    this.accuracy = accuracy;
  }

  /** True where all states of both texts agree, as those of one text given twice do: A = B, and every distance is 0. */
  get same(): boolean {
    const { a, b, cross } = this;
    if (a.n !== b.n) return false;
    if (a.rows && b.rows) return a.rows.data.every((value, i) => value === b.rows?.data[i]);
    return cross.every((x, i) => Math.abs(x - a.K[i]) < SAME && Math.abs(x - b.K[i]) < SAME);
  }

  /** Both covariances in float64, good to a few eps. */
  get covariances(): JointCovariances {
    this.joint ??= jointCovariances(this);
    return this.joint;
  }

  /** The distances in 106 bits: from the states where they are known, otherwise as good as a Gram in float64 allows. */
  get exact(): ExactDistance {
    this.inDoubleDouble ??= exactDistance(this);
    return this.inDoubleDouble;
  }

  /** Logarithms, other than 0, of the generalised eigenvalues of (A + δI, B + δI). Outside of the joint span both are δI. */
  logRatios(ridge: number): readonly number[] {
    if (this.logs?.ridge !== ridge) {
      const quick = this.quickLogRatios(ridge);
      const axes = (AXIS_ROUNDING * this.lostByGram) / Math.sqrt(ridge);
      const rounding = ((ROUNDING * Number.EPSILON) / ridge + axes) / norm(quick);
      this.logs = { ridge, ratios: rounding <= this.accuracy ? [...quick] : this.exact.logRatios(ridge) };
    }
    return this.logs.ratios;
  }

  /** What coordinates from a Gram have lost of those that rows would give; nothing where there are none to go back to. */
  get lostByGram(): number {
    return this.a.rows && this.b.rows ? Number.EPSILON * this.covariances.rounding : 0;
  }

  private quickLogRatios(ridge: number): Float64Array {
    const { dim, A, B, difference } = this.covariances;
    const up = logsAboveOne(difference, B, dim, ridge);
    const down = logsAboveOne(
      difference.map((value) => -value),
      A,
      dim,
      ridge,
    );
    return Float64Array.of(...up, ...down.map((log) => -log));
  }
}

/**
 * log1p of the positive eigenvalues of (C + δI)^-½ S (C + δI)^-½: those below 0 are taken from the other side, where
 * they are large and not lost in the rounding of larger ones.
 */
function logsAboveOne(S: Float64Array, C: Float64Array, dim: number, ridge: number): number[] {
  return [...symmetricEigenvalues(whitened(S, C, dim, ridge), dim)]
    .filter((value) => value > 0)
    .map(Math.log1p);
}

function exactDistance(pair: SentencePair): ExactDistance {
  const { a, b } = pair;
  const m = a.n + b.n;
  if (!a.rows || !b.rows)
    return new ExactDistance(coordinatesOfGram(jointGram(pair), m, dependentBelow(m)), a.n, b.n);
  const rows = new Float64Array(m * a.rows.d);
  rows.set(a.rows.data);
  rows.set(b.rows.data, a.rows.data.length);
  return new ExactDistance(coordinatesOfRows(unitRows(rows, m, a.rows.d), m, a.rows.d), a.n, b.n);
}

/** Products of raw rows beside a Gram matrix of normalised ones, the likeliest mistake, break Cauchy's inequality. */
function checkCross(a: SentenceStates, b: SentenceStates, cross: Float64Array): void {
  checkLength('inner products', cross, a.n * b.n);
  if (isWithin(cross, a.lengths, b.lengths)) return;
  throw new InputError(
    'inner products between the texts are larger than the lengths of their states allow',
    'divide products of raw rows by the lengths of both, or let sentencePair do it',
  );
}

/** Cauchy's inequality, for every pair of texts: a plain loop, since a callback an entry would cost a third of JS. */
function isWithin(cross: Float64Array, x: Float64Array, y: Float64Array): boolean {
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < y.length; j++)
      if (!(Math.abs(cross[i * y.length + j]) <= SLACK * x[i] * y[j])) return false;
  return true;
}
