/** Finer and finer: the digits that ticks of a logarithmic axis begin with. */
const DIGITS = [[1], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]];
/** Fewer ticks do not say how an axis runs. */
const FEWEST = 3;

/**
 * Ticks of a logarithmic axis over values > 0: powers of ten, or 1, 2 and 5 times these where that gives too few, or
 * still finer ones; undefined, which leaves them to Vega, over so short a range that none of these suffice.
 */
export function logTicks(values: readonly number[]): number[] | undefined {
  const positive = values.filter((value) => value > 0);
  const low = positive.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = positive.reduce((a, b) => Math.max(a, b), 0);
  return DIGITS.map((digits) => within(digits, low, high)).find(({ length }) => length >= FEWEST);
}

function within(digits: readonly number[], low: number, high: number): number[] {
  if (high < low) return [];
  const first = Math.floor(Math.log10(low));
  const count = Math.floor(Math.log10(high)) - first + 1;
  return Array.from({ length: count }, (_, i) => first + i)
    .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
    .filter((tick) => tick >= low && tick <= high);
}
