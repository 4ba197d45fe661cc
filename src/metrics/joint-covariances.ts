import { pivotedCholesky } from '../linalg/pivoted-cholesky.ts';
import { lowerRowProducts } from '../linalg/row-products.ts';
import { Workspace } from '../linalg/workspace.ts';
import type { SentencePair } from './sentence-pair.ts';

/**
 * What rounding may leave of the squared length of a dependent row, in units of m * eps. A smaller one is
 * taken for 0.
 */
const SLACK = 4;

const gramRoom = new Workspace();
const columnRoom = new Workspace();
const partRoom = new Workspace();

/** The covariances of two texts in an orthonormal basis of their joint span, dim x dim each. */
export interface JointCovariances {
  dim: number;
  A: Float64Array;
  B: Float64Array;
  /** A - B. */
  difference: Float64Array;
  /** Rounding of a coordinate, in units of eps: a Gram is good to eps, so the shortest axis is to eps over its length. */
  rounding: number;
}

/** The squared length below which one of m rows of length 1 counts as dependent on the others. */
export function dependentBelow(m: number): number {
  return SLACK * m * Number.EPSILON;
}

/**
 * Both covariances from the joint Gram, by a Cholesky factorisation with complete pivoting: what it loses is no more than
 * rounding of the Gram, however dependent the rows are. (Axes from eigenvectors of one text lose more: those of small
 * eigenvalues are neither orthogonal nor of length 1.)
 */
export function jointCovariances(pair: SentencePair): JointCovariances {
  const [n, m] = [pair.a.n, pair.a.n + pair.b.n];
  const columns = columnRoom.take(m * m);
  const dim = pivotedCholesky(jointGram(pair, gramRoom.take(m * m)), m, dependentBelow(m), columns);
  const A = covarianceOf(columns, m, dim, 0, n);
  const B = covarianceOf(columns, m, dim, n, m);
  const shortest = columns.subarray((dim - 1) * m, dim * m).reduce((a, b) => Math.max(a, b));
  return { dim, A, B, difference: A.map((value, at) => value - B[at]), rounding: 1 / shortest };
}

/** The Gram matrix of the states of both texts, m x m. */
export function jointGram({ a, b, cross }: SentencePair, out?: Float64Array): Float64Array {
  const m = a.n + b.n;
  const joint = out ?? new Float64Array(m * m);
  for (let i = 0; i < a.n; i++) {
    for (let j = 0; j < a.n; j++) joint[i * m + j] = a.K[i * a.n + j];
    for (let j = 0; j < b.n; j++) {
      const cosine = cross[i * b.n + j];
      joint[i * m + a.n + j] = cosine;
      joint[(a.n + j) * m + i] = cosine;
    }
  }
  for (let i = 0; i < b.n; i++)
    for (let j = 0; j < b.n; j++) joint[(a.n + i) * m + a.n + j] = b.K[i * b.n + j];
  return joint;
}

/** The mean of x xᵀ over the rows from `first` to `end`, of which column k of m coordinates begins at k * m. */
function covarianceOf(
  columns: Float64Array,
  m: number,
  dim: number,
  first: number,
  end: number,
): Float64Array {
  const n = end - first;
  const part = partRoom.take(dim * n);
  for (let k = 0; k < dim; k++) part.set(columns.subarray(k * m + first, k * m + end), k * n);
  const out = new Float64Array(dim * dim);
  lowerRowProducts(part, dim, n, out);
  for (let k = 0; k < dim; k++)
    for (let l = 0; l <= k; l++) {
      out[k * dim + l] /= n;
      out[l * dim + k] = out[k * dim + l];
    }
  return out;
}
