import { InputError } from '../errors.ts';

/**
 * What TypeScript cannot tell of the numbers that a program hands over, and JavaScript not at all: with a wrong length
 * or size every result would be wrong in silence.
 * @throws InputError for anything but n x n entries in a Float64Array
 */
export function checkMatrix(A: Float64Array, n: number): void {
  checkSize('the size of a matrix', n);
  if (typeName(A) !== 'Float64Array' || A.length !== n * n) throw wrong(A, `${n} x ${n} matrix`);
}

/** @throws InputError for anything but n rows of d entries in a Float64Array, or in a Float32Array as a model's are */
export function checkRows(rows: Float64Array, n: number, d: number): void {
  checkSize('the number of rows', n);
  checkSize('the length of a row', d);
  const isTyped = ['Float64Array', 'Float32Array'].includes(typeName(rows));
  if (!isTyped || rows.length !== n * d) throw wrong(rows, `${n} rows of ${d} entries`);
}

/** @throws InputError for anything but n x n finite numbers, which comparisons would otherwise drop */
export function checkDistances(D: Float64Array, n: number): void {
  checkMatrix(D, n);
  const at = D.findIndex((distance) => !Number.isFinite(distance));
  if (at >= 0)
    throw new InputError(
      `the distance between ${Math.floor(at / n)} and ${at % n} is ${D[at]}`,
      'give finite distances',
    );
}

/** @throws InputError where a number is NaN or infinite, which every result would be too */
export function checkFinite(what: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]))
      throw new InputError(
        `${what}: number ${i}, ${String(values[i])}, is not finite`,
        'give finite numbers',
      );
}

/** @throws InputError for what is no number above 0 */
export function checkPositive(what: string, value: number): void {
  if (value > 0 && Number.isFinite(value)) return;
  throw new InputError(`${what} is ${String(value)}`, 'give a number above 0');
}

/** @throws InputError for a list of another length than n */
export function checkLength(what: string, list: ArrayLike<unknown>, n: number): void {
  if (list?.length === n) return;
  throw new InputError(`${list?.length ?? 'no'} ${what} for ${n}`, 'give as many, in the same order');
}

/** @throws InputError for what is no whole number from `least` */
export function checkSize(what: string, size: number, least = 0): void {
  if (Number.isSafeInteger(size) && size >= least) return;
  throw new InputError(`${what} is ${String(size)}`, `give a whole number from ${least}`);
}

/** @throws InputError where a diagonal entry of a Gram matrix of normalised rows is not 1 */
export function checkUnitDiagonal(K: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    if (Math.abs(K[i * n + i] - 1) < 1e-6) continue;
    throw new InputError(
      `entry ${i} on the diagonal of the Gram matrix is ${K[i * n + i]}, where normalised rows have 1`,
      'normalizeGram makes that matrix of the one of raw rows',
    );
  }
}

/** `instanceof` would refuse arrays of another realm, as test runners have them. */
function typeName(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function wrong(values: ArrayLike<number>, expected: string): InputError {
  const found = values?.length === undefined ? String(values) : `${typeName(values)} of ${values.length}`;
  return new InputError(
    `${found} is no ${expected}`,
    'give a Float64Array of the entries, row by row, and their number',
  );
}
