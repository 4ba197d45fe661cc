import { type Double2, lostByProduct, lostBySum, multiply, negative } from './double-double.ts';

/** Many numbers of 106 bits: `hi[i] + lo[i]`. */
export interface Doubles {
  hi: Float64Array;
  lo: Float64Array;
}

/** Some of them: `length` entries from `start`, `step` apart. */
export interface Slice {
  of: Doubles;
  start: number;
  length: number;
  step: number;
}

export function doubles(length: number): Doubles {
  return { hi: new Float64Array(length), lo: new Float64Array(length) };
}

/** Row i of a matrix, row-major, of `columns` columns. */
export const rowOf = (of: Doubles, i: number, columns: number): Slice => ({
  of,
  start: i * columns,
  length: columns,
  step: 1,
});

export const at = ({ hi, lo }: Doubles, i: number): Double2 => ({ hi: hi[i], lo: lo[i] });

export function put({ hi, lo }: Doubles, i: number, value: Double2): void {
  hi[i] = value.hi;
  lo[i] = value.lo;
}

/** The inner product of two slices of equal length. */
export function inner(x: Slice, y: Slice): Double2 {
  const { hi: xHi, lo: xLo } = x.of;
  const { hi: yHi, lo: yLo } = y.of;
  let [sum, rest] = [0, 0];
  for (let n = 0, i = x.start, j = y.start; n < x.length; n++, i += x.step, j += y.step) {
    const p = xHi[i] * yHi[j];
    const next = sum + p;
    rest +=
      lostBySum(sum, p, next) + (lostByProduct(xHi[i], yHi[j], p) + (xHi[i] * yLo[j] + xLo[i] * yHi[j]));
    sum = next;
  }
  const hi = sum + rest;
  return { hi, lo: rest - (hi - sum) };
}

/** y += scale * x. */
export function addScaled(y: Slice, x: Slice, scale: Double2): void {
  const { hi: xHi, lo: xLo } = x.of;
  const { hi: yHi, lo: yLo } = y.of;
  const { hi, lo } = scale;
  for (let n = 0, i = x.start, j = y.start; n < x.length; n++, i += x.step, j += y.step) {
    const p = hi * xHi[i];
    const lost = lostByProduct(hi, xHi[i], p) + (hi * xLo[i] + lo * xHi[i]);
    const sum = yHi[j] + p;
    const rest = lostBySum(yHi[j], p, sum) + (lost + yLo[j]);
    yHi[j] = sum + rest;
    yLo[j] = rest - (yHi[j] - sum);
  }
}

/** x *= scale. */
export function scaleBy(x: Slice, scale: Double2): void {
  const { of, start, length, step } = x;
  for (let n = 0, i = start; n < length; n++, i += step) put(of, i, multiply(at(of, i), scale));
}

/** Turns the plane of x and y: x becomes c x - s y, and y becomes s x + c y. */
export function rotate(x: Slice, y: Slice, c: Double2, s: Double2): void {
  const before = copyOf(x);
  scaleBy(x, c);
  addScaled(x, y, negative(s));
  scaleBy(y, c);
  addScaled(y, before, s);
}

function copyOf({ of, start, length, step }: Slice): Slice {
  const copy = doubles(length);
  for (let n = 0, i = start; n < length; n++, i += step) put(copy, n, at(of, i));
  return { of: copy, start: 0, length, step: 1 };
}
