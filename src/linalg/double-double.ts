/**
 * Numbers of 106 bits, each the unevaluated sum of two float64: about 32 digits (Dekker 1971; Hida, Li and Bailey
 * 2001). For what 53 bits cannot settle: small differences of covariances beside small ridges.
 */
export interface Double2 {
  hi: number;
  /** At most half a unit in the last place of `hi`. */
  lo: number;
}

/** Splits a float64 into two halves of 26 bits, whose products are exact; overflows beyond 1e300. */
const SPLITTER = 2 ** 27 + 1;

export const double2 = (hi: number, lo = 0): Double2 => ({ hi, lo });

/** The sum of two float64 with |a| >= |b|, exactly. */
function normalized(a: number, b: number): Double2 {
  const hi = a + b;
  return { hi, lo: b - (hi - a) };
}

/** What rounding takes from the product of two float64: a * b is exactly `rounded` plus this. */
export function lostByProduct(a: number, b: number, rounded: number): number {
  const p = SPLITTER * a;
  const q = SPLITTER * b;
  const aHigh = p - (p - a);
  const bHigh = q - (q - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (rounded - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** What rounding takes from the sum of two float64: a + b is exactly `rounded` plus this. */
export function lostBySum(a: number, b: number, rounded: number): number {
  const part = rounded - a;
  return a - (rounded - part) + (b - part);
}

export function add(a: Double2, b: Double2): Double2 {
  const high = a.hi + b.hi;
  const low = a.lo + b.lo;
  const first = normalized(high, lostBySum(a.hi, b.hi, high) + low);
  return normalized(first.hi, first.lo + lostBySum(a.lo, b.lo, low));
}

export const negative = ({ hi, lo }: Double2): Double2 => ({ hi: -hi, lo: -lo });

export const subtract = (a: Double2, b: Double2): Double2 => add(a, negative(b));

export function multiply(a: Double2, b: Double2): Double2 {
  const high = a.hi * b.hi;
  return normalized(high, lostByProduct(a.hi, b.hi, high) + (a.hi * b.lo + a.lo * b.hi));
}

export function divide(a: Double2, b: Double2): Double2 {
  const first = a.hi / b.hi;
  const rest = subtract(a, multiply(double2(first), b));
  const second = rest.hi / b.hi;
  const third = subtract(rest, multiply(double2(second), b)).hi / b.hi;
  return add(normalized(first, second), double2(third));
}

/** The root of a number that is not negative. */
export function squareRoot(a: Double2): Double2 {
  if (!(a.hi > 0)) return double2(0);
  const root = Math.sqrt(a.hi);
  const square = root * root;
  const rest = subtract(a, double2(square, lostByProduct(root, root, square)));
  return normalized(root, rest.hi / (2 * root));
}
