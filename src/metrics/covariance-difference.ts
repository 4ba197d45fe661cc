import type { Coordinates } from '../linalg/joint-span.ts';
import { lowerRowProducts } from '../linalg/row-products.ts';
import { transposed } from '../linalg/transpose.ts';
import { Workspace } from '../linalg/workspace.ts';

const columnRoom = new Workspace();

/** Of the entries of a rows x columns matrix: ‖A‖_F² from K, and the inner product of A and B from their cosines. */
export function meanSquare(matrix: Float64Array, rows: number, columns: number): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    let ofRow = 0;
    for (let at = i * columns; at < (i + 1) * columns; at++) ofRow += matrix[at] * matrix[at];
    sum += ofRow;
  }
  return sum / (rows * columns);
}

/** Lower triangle of B - A with B = XᵀX / rows of the coordinates X, A = diag(values), dim x dim. */
export function covarianceLess(values: Float64Array, { rows, dim, entries }: Coordinates): Float64Array {
  const out = new Float64Array(dim * dim);
  lowerRowProducts(transposed(entries, rows, dim, columnRoom.take(rows * dim)), dim, rows, out);
  for (let i = 0; i < dim; i++) for (let j = 0; j <= i; j++) out[i * dim + j] /= rows;
  values.forEach((value, i) => {
    out[i * dim + i] -= value;
  });
  return out;
}

/** The Frobenius norm of a symmetric matrix given by its lower triangle. */
export function frobeniusNorm(lower: Float64Array, dim: number): number {
  let sum = 0;
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < i; j++) sum += 2 * lower[i * dim + j] ** 2;
    sum += lower[i * dim + i] ** 2;
  }
  return Math.sqrt(sum);
}
