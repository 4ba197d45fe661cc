import { divide, double2, negative, squareRoot, subtract } from './double-double.ts';
import { addScaled, at, type Doubles, doubles, inner, put, rowOf, scaleBy } from './double-double-vector.ts';

/** What 106 bits leave of a row of length 1 that depends on others. */
const NOTHING = 1e-28;

/** The coordinates of m rows in an orthonormal basis of their span: coordinate k of row i is entry k * m + i. */
export interface JointCoordinates {
  rows: number;
  dim: number;
  entries: Doubles;
}

/**
 * Coordinates of rows of length 1, to 32 digits: Gram-Schmidt in the order of what is left of them, the most first.
 * @param unit m x d, row-major; overwritten
 */
export function coordinatesOfRows(unit: Doubles, m: number, d: number): JointCoordinates {
  const columns: Doubles[] = [];
  const axis = rowOf(doubles(d), 0, d);
  while (columns.length < Math.min(m, d)) {
    const left = Float64Array.from({ length: m }, (_, i) => inner(rowOf(unit, i, d), rowOf(unit, i, d)).hi);
    const pivot = left.reduce((best, value, i) => (value > left[best] ? i : best), 0);
    if (!(left[pivot] > NOTHING ** 2)) break;
    const row = rowOf(unit, pivot, d);
    for (let k = 0; k < d; k++) put(axis.of, k, at(unit, pivot * d + k));
    scaleBy(axis, divide(double2(1), squareRoot(inner(row, row))));
    const column = doubles(m);
    for (let i = 0; i < m; i++) {
      const along = inner(rowOf(unit, i, d), axis);
      put(column, i, along);
      addScaled(rowOf(unit, i, d), axis, negative(along));
    }
    columns.push(column);
  }
  return joined(columns, m);
}

/**
 * Coordinates of rows that are known by their Gram matrix alone: a Cholesky factorisation with complete pivoting in 106
 * bits, which ends where no squared length above `least` is left.
 * @param K m x m, row-major, symmetric
 */
export function coordinatesOfGram(K: Float64Array, m: number, least: number): JointCoordinates {
  const left = { hi: Float64Array.from(K), lo: new Float64Array(m * m) };
  const columns: Doubles[] = [];
  for (;;) {
    let pivot = 0;
    for (let i = 1; i < m; i++) if (left.hi[i * m + i] > left.hi[pivot * m + pivot]) pivot = i;
    const square = at(left, pivot * m + pivot);
    if (columns.length === m || !(square.hi > least)) return joined(columns, m);
    const column = doubles(m);
    for (let i = 0; i < m; i++) put(column, i, at(left, pivot * m + i));
    const whole = rowOf(column, 0, m);
    scaleBy(whole, divide(double2(1), squareRoot(square)));
    for (let i = 0; i < m; i++) addScaled(rowOf(left, i, m), whole, negative(at(column, i)));
    columns.push(column);
  }
}

function joined(columns: readonly Doubles[], rows: number): JointCoordinates {
  const entries = doubles(columns.length * rows);
  columns.forEach(({ hi, lo }, k) => {
    entries.hi.set(hi, k * rows);
    entries.lo.set(lo, k * rows);
  });
  return { rows, dim: columns.length, entries };
}

/** The rows divided by their lengths, to 32 digits, m x d row-major. */
export function unitRows(rows: Float64Array, m: number, d: number): Doubles {
  const out = { hi: rows.slice(), lo: new Float64Array(m * d) };
  for (let i = 0; i < m; i++) {
    const row = rowOf(out, i, d);
    scaleBy(row, divide(double2(1), squareRoot(inner(row, row))));
  }
  return out;
}

/** (1/n) Σ x xᵀ over the rows from `first` to `first + n` in these coordinates, dim x dim. */
export function covarianceOf({ rows, dim, entries }: JointCoordinates, first: number, n: number): Doubles {
  const out = doubles(dim * dim);
  const part = (k: number) => ({ of: entries, start: k * rows + first, length: n, step: 1 });
  for (let k = 0; k < dim; k++)
    for (let l = 0; l <= k; l++) {
      const value = divide(inner(part(k), part(l)), double2(n));
      put(out, k * dim + l, value);
      put(out, l * dim + k, value);
    }
  return out;
}

/** A - B, entry by entry. */
export function differenceOf(A: Doubles, B: Doubles): Doubles {
  const out = doubles(A.hi.length);
  for (let i = 0; i < A.hi.length; i++) put(out, i, subtract(at(A, i), at(B, i)));
  return out;
}
