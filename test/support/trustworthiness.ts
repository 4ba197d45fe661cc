/**
 * How far a layout's nearest neighbours are neighbours in the original distances too (Venna and Kaski 2001, as
 * scikit-learn computes it): 1 where all k are, k < n / 2.
 * @param D original distances, E distances in the layout, both n x n
 */
export function trustworthiness(D: Float64Array, E: Float64Array, n: number, k: number): number {
  let penalty = 0;
  for (let i = 0; i < n; i++) {
    const rank = new Map(othersByDistance(D, n, i).map((j, place) => [j, place + 1]));
    for (const j of othersByDistance(E, n, i).slice(0, k)) penalty += Math.max(0, rank.get(j)! - k);
  }
  return 1 - (2 * penalty) / (n * k * (2 * n - 3 * k - 1));
}

function othersByDistance(D: Float64Array, n: number, i: number): number[] {
  const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
  return others.sort((a, b) => D[i * n + a] - D[i * n + b]);
}
