import { add, divide, double2, multiply, negative, squareRoot } from '../linalg/double-double.ts';
import { between, congruent, type Eigen2, symmetricEigen2 } from '../linalg/double-double-eigen.ts';
import { at, type Doubles, doubles, put } from '../linalg/double-double-vector.ts';
import { covarianceOf, differenceOf, type JointCoordinates } from '../linalg/joint-coordinates.ts';
import { norm } from '../linalg/vector.ts';

/** A difference of covariances below this is 0 but for rounding of 106 bits. */
const EQUAL = 1e-28;

/**
 * Distances between two covariances with 106 bits up to the last, harmless step: right to 1e-10 however close the
 * texts are and however small the ridge, where float64 is not. Some hundred times slower.
 */
export class ExactDistance {
  private readonly dim: number;
  private readonly A: Doubles;
  private readonly B: Doubles;
  /** A - B. */
  private readonly difference: Doubles;
  private eigenA?: Eigen2;
  private eigenB?: Eigen2;

  /** @param coordinates of A's n rows, then of B's m */
  constructor(coordinates: JointCoordinates, n: number, m: number) {
    this.dim = coordinates.dim;
    this.A = covarianceOf(coordinates, 0, n);
    this.B = covarianceOf(coordinates, n, m);
    const difference = differenceOf(this.A, this.B);
    this.difference = norm(difference.hi) < EQUAL ? doubles(this.dim ** 2) : difference;
  }

  /** ‖A - B‖_F. */
  get frobenius(): number {
    return norm(this.difference.hi);
  }

  /**
   * ‖log(A + δI) - log(B + δI)‖_F. Between an eigenvector of A and one of B, with eigenvalues a and b, the difference of
   * the logarithms is that of the matrices times (log(a + δ) - log(b + δ)) / (a - b), so that nothing cancels.
   */
  logEuclidean(ridge: number): number {
    const { dim, ofA, ofB } = this;
    const difference = between(this.difference, dim, ofA.vectors, dim, ofB.vectors, dim).hi;
    const [a, b] = [ofA, ofB].map(({ values }) => values.hi.map((value) => Math.max(0, value) + ridge));
    return norm(difference.map((entry, k) => entry * dividedLog(a[Math.floor(k / dim)], b[k % dim])));
  }

  /** Logarithms, other than 0, of the generalised eigenvalues of (A + δI, B + δI). */
  logRatios(ridge: number): number[] {
    const above = (base: Eigen2, sign: 1 | -1) => this.logsAbove(base, sign, ridge).map((log) => sign * log);
    return [...above(this.ofB, 1), ...above(this.ofA, -1)];
  }

  /**
   * log1p of the positive eigenvalues of ±(C + δI)^-½ (A - B) (C + δI)^-½, C one of A and B: each side gives the logarithms
   * of one sign, which are large there and lost in the rounding of larger ones on the other.
   */
  private logsAbove({ values, vectors }: Eigen2, sign: 1 | -1, ridge: number): number[] {
    const { dim } = this;
    const M = congruent(this.difference, dim, vectors, dim);
    const scales = Array.from({ length: dim }, (_, i) =>
      divide(double2(1), squareRoot(add(at(values, i), double2(ridge)))),
    );
    for (let i = 0; i < dim; i++)
      for (let j = 0; j < dim; j++) {
        const scale = multiply(scales[i], scales[j]);
        put(M, i * dim + j, multiply(at(M, i * dim + j), sign > 0 ? scale : negative(scale)));
      }
    return [...symmetricEigen2(M, dim).values.hi].filter((value) => value > 0).map(Math.log1p);
  }

  private get ofA(): Eigen2 {
    this.eigenA ??= symmetricEigen2(this.A, this.dim);
    return this.eigenA;
  }

  private get ofB(): Eigen2 {
    this.eigenB ??= symmetricEigen2(this.B, this.dim);
    return this.eigenB;
  }
}

/** (log a - log b) / (a - b) of positive numbers, to full accuracy however close they are. */
function dividedLog(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  return small === large ? 1 / small : Math.log1p((large - small) / small) / (large - small);
}
