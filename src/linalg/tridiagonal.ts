import { Workspace } from './workspace.ts';

const vectorRoom = new Workspace();
const productRoom = new Workspace();

/**
 * Reduces a symmetric n x n matrix to tridiagonal form by Householder reflections: its diagonal takes the place of A's, and
 * the n - 1 elements below it are returned, with a 0 after them.
 * @param A row-major, only its lower triangle is read; overwritten
 */
export function tridiagonalize(A: Float64Array, n: number): Float64Array {
  const off = new Float64Array(n);
  const [v, w] = [vectorRoom.take(n), productRoom.take(n)];
  for (let k = 0; k + 1 < n; k++) {
    let squared = 0;
    for (let i = k + 1; i < n; i++) squared += A[i * n + k] ** 2;
    const first = A[(k + 1) * n + k];
    const target = first > 0 ? -Math.sqrt(squared) : Math.sqrt(squared);
    off[k] = target;
    const scale = squared - first * target;
    if (!(scale > 0)) continue;
    for (let i = k + 1; i < n; i++) v[i] = A[i * n + k];
    v[k + 1] -= target;
    reflect(A, n, k + 1, v, w, 1 / scale);
  }
  return off;
}

/** A <- (I - scale v vᵀ) A (I - scale v vᵀ) on the rows and columns from `start`, lower triangle. */
function reflect(
  A: Float64Array,
  n: number,
  start: number,
  v: Float64Array,
  w: Float64Array,
  scale: number,
): void {
  w.fill(0, start, n);
  for (let i = start; i < n; i++) {
    const row = i * n;
    const vi = v[i];
    let sum = A[row + i] * vi;
    for (let j = start; j < i; j++) {
      const a = A[row + j];
      sum += a * v[j];
      w[j] += a * vi;
    }
    w[i] += sum;
  }
  let along = 0;
  for (let i = start; i < n; i++) along += v[i] * w[i];
  const half = (along * scale) / 2;
  for (let i = start; i < n; i++) w[i] = scale * (w[i] - half * v[i]);
  for (let i = start; i < n; i++) {
    const row = i * n;
    const vi = v[i];
    const wi = w[i];
    for (let j = start; j <= i; j++) A[row + j] -= vi * w[j] + wi * v[j];
  }
}
