import {
  add,
  type Double2,
  divide,
  double2,
  multiply,
  negative,
  squareRoot,
  subtract,
} from './double-double.ts';
import {
  addScaled,
  at,
  type Doubles,
  doubles,
  inner,
  put,
  rotate,
  rowOf,
  type Slice,
  scaleBy,
} from './double-double-vector.ts';
import { symmetricEigen } from './ml-matrix.ts';

/** An element off the diagonal this small beside the largest of the matrix is 0 but for rounding. */
const NEGLIGIBLE = 1e-31;
/** Rounds of rotations allowed; two or three are usual. */
const MOST_ROUNDS = 30;

/** Eigenvalues in no order; eigenvector i is row i of `vectors`, n x n row-major. */
export interface Eigen2 {
  values: Doubles;
  vectors: Doubles;
}

/**
 * All eigenvalues and eigenvectors of a symmetric matrix, to 1e-31 of the largest eigenvalue: Jacobi rotations
 * (Golub and Van Loan, Matrix Computations, 8.5), begun from the eigenvectors in float64, so that few are left to do.
 * @param A n x n, row-major
 */
export function symmetricEigen2(A: Doubles, n: number): Eigen2 {
  const vectors = approximateVectors(A, n);
  const T = congruent(A, n, vectors, n);
  const negligible = NEGLIGIBLE * largestEntry(T);
  for (let round = 0; rotateAll(T, vectors, n, negligible); round++)
    if (round === MOST_ROUNDS) throw new Error('eigenvalues have not converged: the matrix is not finite');
  const values = doubles(n);
  for (let i = 0; i < n; i++) put(values, i, at(T, i * n + i));
  return { values, vectors };
}

/** V A Vᵀ of a symmetric n x n matrix A and the rows of V, rows x rows. */
export function congruent(A: Doubles, n: number, V: Doubles, rows: number): Doubles {
  return between(A, n, V, rows, V, rows);
}

/** V A Wᵀ of a symmetric n x n matrix A and the rows of V and W, row-major. */
export function between(
  A: Doubles,
  n: number,
  V: Doubles,
  rows: number,
  W: Doubles,
  columns: number,
): Doubles {
  const out = doubles(rows * columns);
  const image: Slice = rowOf(doubles(n), 0, n);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < n; k++) put(image.of, k, inner(rowOf(V, i, n), rowOf(A, k, n)));
    for (let j = 0; j < columns; j++) put(out, i * columns + j, inner(image, rowOf(W, j, n)));
  }
  return out;
}

/** The eigenvectors in float64 as rows, made orthonormal to 32 digits. */
function approximateVectors(A: Doubles, n: number): Doubles {
  const { vectors } = symmetricEigen(A.hi, n);
  const rows = doubles(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) rows.hi[i * n + j] = vectors[j * n + i];
  for (let i = 0; i < n; i++) {
    const row = rowOf(rows, i, n);
    for (let j = 0; j < i; j++) addScaled(row, rowOf(rows, j, n), negative(inner(row, rowOf(rows, j, n))));
    scaleBy(row, divide(double2(1), squareRoot(inner(row, row))));
  }
  return rows;
}

/** Brings each element off the diagonal of T to 0 once; false where all were negligible. */
function rotateAll(T: Doubles, vectors: Doubles, n: number, negligible: number): boolean {
  let rotated = false;
  for (let p = 0; p < n; p++)
    for (let q = p + 1; q < n; q++) {
      if (!(Math.abs(T.hi[p * n + q]) > negligible)) continue;
      rotated = true;
      const { c, s } = rotationOf(at(T, p * n + p), at(T, q * n + q), at(T, p * n + q));
      const column = (j: number): Slice => ({ of: T, start: j, length: n, step: n });
      rotate(column(p), column(q), c, s);
      rotate(rowOf(T, p, n), rowOf(T, q, n), c, s);
      rotate(rowOf(vectors, p, n), rowOf(vectors, q, n), c, s);
    }
  return rotated;
}

/** The smaller rotation that makes the matrix [[a, b], [b, d]] diagonal. */
function rotationOf(a: Double2, d: Double2, b: Double2): { c: Double2; s: Double2 } {
  const theta = divide(subtract(d, a), multiply(double2(2), b));
  const root = squareRoot(add(multiply(theta, theta), double2(1)));
  const tangent = divide(double2(1), theta.hi < 0 ? subtract(theta, root) : add(theta, root));
  const c = divide(double2(1), squareRoot(add(multiply(tangent, tangent), double2(1))));
  return { c, s: multiply(tangent, c) };
}

function largestEntry({ hi }: Doubles): number {
  return hi.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
