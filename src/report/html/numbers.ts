const MINUS = '\u2212';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SMALLEST_PLAIN = 1e-3;
const LARGEST_PLAIN = 1e6;

/**
 * A number to four significant digits, or three and a power of ten where it is below 0.001 or from a million on;
 * whole numbers in full. Digits that a number does not have are not added.
 * @example shownNumber(-0.123456) // '−0.1235'
 * @throws Error for NaN and infinities, which no metric gives
 */
export function shownNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} in a report; what is undefined must be null`);
  if (Number.isSafeInteger(value)) return grouped(String(value));
  if (!isPlain(value)) return withPower(value);
  if (Math.abs(value) >= 1000) return grouped(value.toFixed(0));
  const rounded = value.toPrecision(4);
  return signed(Number(rounded) === value ? String(value) : rounded);
}

/**
 * A value and its interval, with equally many decimals where no number loses all its digits by that.
 * @example shownEstimate(0.98765, 0.91, 1.02) // { value: '0.99', interval: '[0.91, 1.02]' }
 */
export function shownEstimate(value: number | null, low: number | null, high: number | null) {
  const numbers = [value, low, high].filter((number) => number !== null);
  const hasInterval = low !== null && high !== null;
  const decimals = hasInterval ? sharedDecimals(numbers, high - low) : undefined;
  const show = (number: number | null) => {
    if (number === null) return '–';
    return decimals === undefined ? shownNumber(number) : signed(number.toFixed(decimals));
  };
  return { value: show(value), interval: hasInterval ? `[${show(low)}, ${show(high)}]` : null };
}

/**
 * Numbers inside a text as they are printed in a table: real minus signs, for a hyphen is too short to be seen,
 * and powers of ten raised.
 * @example withSigns('-0.2 at 1e-4') // '−0.2 at 10⁻⁴'
 */
export function withSigns(text: string): string {
  const power = /(?<![\p{L}\p{N}_.-])(\d+(?:\.\d+)?)e([+-]?\d+)(?![\p{L}\p{N}_]|\.\p{N})/gu;
  return text
    .replace(power, (_, digits, exponent) => `${digits === '1' ? '' : `${digits}×`}10${raised(exponent)}`)
    .replace(/(?<![\p{L}\p{N}_.-])-(?=\.?\d|\p{Script=Greek}|(?<= -) )/gu, MINUS);
}

/**
 * Decimals that show two digits of the interval's width, and of the largest number three or four; none where a
 * number would lose all its digits.
 */
function sharedDecimals(numbers: number[], width: number): number | undefined {
  const sizes = numbers.filter((number) => number !== 0).map(Math.abs);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  if (!isPlain(largest)) return undefined;
  const leading = Math.floor(Math.log10(largest));
  const wanted = width > 0 ? 1 - Math.floor(Math.log10(width)) : 3 - leading;
  const decimals = Math.max(0, Math.min(3 - leading, Math.max(2 - leading, wanted)));
  return sizes.every((size) => size >= 10 ** -decimals) ? decimals : undefined;
}

function isPlain(value: number): boolean {
  return Math.abs(value) >= SMALLEST_PLAIN && Math.abs(value) < LARGEST_PLAIN;
}

function withPower(value: number): string {
  const [digits, power] = value.toExponential(2).split('e');
  return signed(`${Number(digits)}×10${raised(power!)}`);
}

function raised(exponent: string): string {
  const digits = String(Number(exponent)).replace('-', '⁻');
  return digits.replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]!);
}

/** Commas from 10,000 on: four digits are read at a glance. */
function grouped(digits: string): string {
  return signed(/\d{5}/.test(digits) ? digits.replace(/\B(?=(\d{3})+$)/g, ',') : digits);
}

function signed(text: string): string {
  return text.replace(/^-/, MINUS);
}
