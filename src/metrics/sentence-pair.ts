import { type Coordinates, coordinatesIn, type Span, spanOf } from '../linalg/joint-span.ts';
import { symmetricEigenvalues } from '../linalg/symmetric-eigenvalues.ts';
import { transposed } from '../linalg/transpose.ts';
import { covarianceLess, meanSquare } from './covariance-difference.ts';

/** States of two texts that differ by no more than this in any cosine are the same: rounding explains it. */
const SAME = 1e-14;

/**
 * One text as distances see it: the Gram matrix of its n L2-normalised hidden states Z (n x d). Its covariance is
 * A = Zᵀ Z / n, not centred. What is derived from K alone is computed once, when first asked for.
 */
export class SentenceStates {
  readonly n: number;
  /** n x n, row-major, symmetric, unit diagonal. */
  readonly K: Float64Array;
  private ownSpan?: Span;
  private ownSquare?: number;

  constructor(K: Float64Array, n: number) {
    this.K = K;
    this.n = n;
  }

  /** An eigen-decomposition: seconds for a thousand tokens. */
  get span(): Span {
    this.ownSpan ??= spanOf(this.K, this.n);
    return this.ownSpan;
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
  private logs?: { ridge: number; ratios: readonly number[] };
  private ofB?: Coordinates;
  private ofA?: Coordinates;

  constructor(a: SentenceStates, b: SentenceStates, cross: Float64Array) {
    this.a = a;
    this.b = b;
    this.cross = cross;
  }

  /** True where all states of both texts agree, as those of one text given twice do: A = B, and every distance is 0. */
  get same(): boolean {
    const { a, b, cross } = this;
    return a.n === b.n && cross.every((x, i) => Math.abs(x - a.K[i]) < SAME && Math.abs(x - b.K[i]) < SAME);
  }

  /** B's states in an orthonormal basis of both texts that begins with the eigenvectors of A. */
  get coordinatesOfB(): Coordinates {
    const { a, b, cross } = this;
    this.ofB ??= coordinatesIn(a.span, b.K, b.n, cross);
    return this.ofB;
  }

  /** A's states in such a basis that begins with the eigenvectors of B. */
  private get coordinatesOfA(): Coordinates {
    const { a, b, cross } = this;
    this.ofA ??= coordinatesIn(b.span, a.K, a.n, transposed(cross, a.n, b.n));
    return this.ofA;
  }

  /**
   * Logarithms of the generalised eigenvalues of (B + δI, A + δI); those equal to 0 may be missing. Outside of the
   * joint span both are δI. The eigenvalues above 1 are taken from (A + δI)^-½ (B - A) (A + δI)^-½, those below from the
   * same with A and B exchanged: each is large there, so none is lost in the rounding of a larger one.
   * @param ridge δ
   */
  logRatios(ridge: number): readonly number[] {
    if (this.logs?.ridge !== ridge) {
      const up = logsAboveOne(this.a.span, this.coordinatesOfB, ridge);
      const down = logsAboveOne(this.b.span, this.coordinatesOfA, ridge);
      const ratios = [...up, ...down.map((log) => -log)];
      this.logs = { ridge, ratios };
    }
    return this.logs.ratios;
  }
}

/** log1p of the positive eigenvalues of (A + δI)^-½ (B - A) (A + δI)^-½ in the basis of `coordinates`. */
function logsAboveOne({ values, rank }: Span, coordinates: Coordinates, ridge: number): number[] {
  const { dim } = coordinates;
  const difference = covarianceLess(values, coordinates);
  const roots = new Float64Array(dim);
  for (let i = 0; i < dim; i++) roots[i] = Math.sqrt((i < rank ? values[i] : 0) + ridge);
  for (let i = 0; i < dim; i++) for (let j = 0; j <= i; j++) difference[i * dim + j] /= roots[i] * roots[j];
  const logs: number[] = [];
  for (const value of symmetricEigenvalues(difference, dim)) if (value > 0) logs.push(Math.log1p(value));
  return logs;
}
