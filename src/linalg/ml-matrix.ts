/** Dense factorisations of small matrices. The only file that imports ml-matrix. */
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { LlmgeoError } from '../errors.ts';

/**
 * The lower triangular R of A = R Rᵀ, n x n row-major like A, in n³/6 multiplications.
 * @param A symmetric to the last bit and positive definite
 * @throws LlmgeoError when A is not positive definite
 */
export function choleskyFactor(A: Float64Array, n: number): Float64Array {
  const decomposition = new CholeskyDecomposition(Matrix.from1DArray(n, n, A));
  if (!decomposition.isPositiveDefinite())
    throw new LlmgeoError(
      `a ${n} x ${n} matrix is not positive definite`,
      'the Gram matrix lost its digits: it must be computed in float64 from one set of rows',
    );
  return flatten(decomposition.lowerTriangularMatrix, n);
}

/** Eigenvalues in ascending order; eigenvector j is column j of `vectors`, n x n row-major. */
export interface SymmetricEigen {
  values: Float64Array;
  vectors: Float64Array;
}

/** All eigenvalues and orthonormal eigenvectors of a symmetric n x n matrix; meant for n up to about 300. */
export function symmetricEigen(A: Float64Array, n: number): SymmetricEigen {
  const decomposition = new EigenvalueDecomposition(Matrix.from1DArray(n, n, A), { assumeSymmetric: true });
  return {
    values: Float64Array.from(decomposition.realEigenvalues),
    vectors: flatten(decomposition.eigenvectorMatrix, n),
  };
}

function flatten(matrix: Matrix, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j] = matrix.get(i, j);
  return out;
}
