import { seededRandom } from '../random.ts';
import { symmetricEigen } from './ml-matrix.ts';
import { combine, dot, multiplyLeading, norm, orthonormalTo } from './vector.ts';

/** Largest residual of a pair, relative to the largest eigenvalue: near the least that rounding allows. */
const TOLERANCE = 1e-13;
/** The projected problem is solved anew each time the subspace has grown by this factor. */
const GROWTH = 1.25;

/** An eigenvalue and its unit eigenvector. */
export interface Eigenpair {
  value: number;
  vector: Float64Array;
}

/**
 * The `count` largest eigenvalues of a symmetric positive semidefinite matrix with their eigenvectors, largest first.
 * Block Lanczos with full reorthogonalisation from `count` random vectors, so that an eigenvalue of that multiplicity
 * is found as often; exact once the subspace is the whole space. Cost about a hundred products with A.
 * @param A n x n, row-major, n >= count
 */
export function leadingEigenpairs(A: Float64Array, n: number, count: number): Eigenpair[] {
  const random = seededRandom(n);
  const start = () => Float64Array.from({ length: n }, () => random() - 0.5);
  const basis: Float64Array[] = [];
  const products: Float64Array[] = [];
  let toSolve = 4 * count;
  while (basis.length < n) {
    // the products of the newest block, or a new beginning where they lie in the subspace already
    const next = basis.length < count ? start() : products[basis.length - count];
    const vector = orthonormalTo(basis, next) ?? orthonormalTo(basis, start());
    if (vector === undefined) break;
    basis.push(vector);
    products.push(multiplyLeading(A, n, vector));
    if (basis.length < toSolve) continue;
    toSolve = Math.ceil(basis.length * GROWTH);
    const pairs = ritzPairs(basis, products, count);
    if (pairs.every(({ residual }) => residual <= TOLERANCE * pairs[0].value)) return pairs;
  }
  return ritzPairs(basis, products, count);
}

function ritzPairs(basis: Float64Array[], products: Float64Array[], count: number) {
  const m = basis.length;
  const H = new Float64Array(m * m);
  for (let i = 0; i < m; i++)
    for (let j = 0; j <= i; j++) H[i * m + j] = H[j * m + i] = dot(basis[j], products[i]);
  const { values, vectors } = symmetricEigen(H, m);
  return Array.from({ length: count }, (_, rank) => {
    const column = m - 1 - rank;
    const weights = Float64Array.from({ length: m }, (_, i) => vectors[i * m + column]);
    const vector = combine(basis, weights);
    const product = combine(products, weights);
    const residual = norm(product.map((entry, i) => entry - values[column] * vector[i]));
    return { value: values[column], vector, residual };
  });
}
