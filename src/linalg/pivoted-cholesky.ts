/**
 * The rank of S and, one after another in `columns`, the columns of F with F Fᵀ = S: a Cholesky factorisation with complete
 * pivoting, which ends where no diagonal element above `least` is left. m * m * rank multiplications.
 * @param S m x m, row-major, symmetric, positive semidefinite up to rounding; overwritten with what is left of it
 * @param columns room for m x m numbers
 */
export function pivotedCholesky(S: Float64Array, m: number, least: number, columns: Float64Array): number {
  for (let rank = 0; rank < m; rank++) {
    const pivot = largestPivot(S, m);
    if (!(S[pivot * m + pivot] > least)) return rank;
    const at = rank * m;
    const root = Math.sqrt(S[pivot * m + pivot]);
    // rows that were pivots have nothing left: their elements of S are 0
    for (let i = 0; i < m; i++) columns[at + i] = S[i * m + pivot] / root;
    for (let i = 0; i < m; i++) {
      const value = columns[at + i];
      for (let j = 0; j < m; j++) S[i * m + j] -= value * columns[at + j];
    }
    for (let i = 0; i < m; i++) {
      S[i * m + pivot] = 0;
      S[pivot * m + i] = 0;
    }
  }
  return m;
}

function largestPivot(S: Float64Array, m: number): number {
  let pivot = 0;
  for (let i = 1; i < m; i++) if (S[i * m + i] > S[pivot * m + pivot]) pivot = i;
  return pivot;
}
