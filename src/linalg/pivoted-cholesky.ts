import { Workspace } from './workspace.ts';

/** What is left of the diagonal at rows that were pivots. */
const USED = Number.NEGATIVE_INFINITY;

const leftRoom = new Workspace();

/**
 * The rank of S and, one after another in `columns`, the columns of F with F Fᵀ = S: a Cholesky factorisation with complete
 * pivoting, which ends where no diagonal element above `least` is left. m * rank² / 2 multiplications.
 * @param S m x m, row-major, symmetric, positive semidefinite up to rounding
 * @param columns room for m x m numbers
 */
export function pivotedCholesky(S: Float64Array, m: number, least: number, columns: Float64Array): number {
  const left = leftRoom.take(m);
  for (let i = 0; i < m; i++) left[i] = S[i * m + i];
  for (let rank = 0; rank < m; rank++) {
    const pivot = largestOf(left, m);
    if (!(left[pivot] > least)) return rank;
    const at = rank * m;
    leftOfColumn(S, m, pivot, columns, at);
    const root = Math.sqrt(left[pivot]);
    for (let i = 0; i < m; i++) {
      columns[at + i] = left[i] === USED ? 0 : columns[at + i] / root;
      left[i] -= columns[at + i] ** 2;
    }
    left[pivot] = USED;
  }
  return m;
}

/** Writes at `at` what the columns before leave of column `pivot` of S. */
function leftOfColumn(S: Float64Array, m: number, pivot: number, columns: Float64Array, at: number): void {
  for (let i = 0; i < m; i++) columns[at + i] = S[pivot * m + i];
  for (let k = 0; k < at; k += m) {
    const weight = columns[k + pivot];
    for (let i = 0; i < m; i++) columns[at + i] -= weight * columns[k + i];
  }
}

function largestOf(values: Float64Array, m: number): number {
  let largest = 0;
  for (let i = 1; i < m; i++) if (values[i] > values[largest]) largest = i;
  return largest;
}
