import { fitLine, spread } from './least-squares.ts';

/** Largest |gamma| times the spread of u: beyond, e^{gamma u} is one point against all others. */
const STEEPEST = 30;
/** Intervals of the grid from which the best exponent is refined: 0.15 in gamma times the spread of u. */
const INTERVALS = 400;
/** Halvings after which an interval is as narrow as float64 allows. */
const HALVINGS = 100;
/** Where |gamma u| is smaller, the derivative of the power is summed as a series: the formula would cancel. */
const CANCELS = 0.1;
/** Terms of that series: the next is below 1e-16 of the first. */
const TERMS = 14;

/**
 * The gamma with the smallest sum of squares of y = a + b φ(u; gamma), a and b being the best for each: a grid, then
 * bisection on the slope of that sum.
 * @param u logarithms of x, centred
 * @returns null where the sum still falls at the edge of the search
 */
export function bestExponent(u: Float64Array, y: Float64Array): number | null {
  const at = (step: number) => (((2 * step) / INTERVALS - 1) * STEEPEST) / spread(u);
  let best = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let step = 0; step <= INTERVALS; step++) {
    const { sse } = fitLine(powers(u, at(step)), y);
    if (sse < smallest) [best, smallest] = [step, sse];
  }
  if (best === 0 || best === INTERVALS) return null;
  let [low, high] = [at(best - 1), at(best + 1)];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (falls(u, y, middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** φ(u; gamma) = (e^{gamma u} - 1) / gamma, which keeps its digits as gamma approaches 0, where it is u. */
export function powers(u: Float64Array, gamma: number): Float64Array {
  return u.map((value) => (gamma === 0 ? value : Math.expm1(gamma * value) / gamma));
}

/** Whether the sum of squares falls with gamma: its derivative is -2 slope Σ residual dφ/dgamma. */
function falls(u: Float64Array, y: Float64Array, gamma: number): boolean {
  const { residuals, slope } = fitLine(powers(u, gamma), y);
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += residuals[i] * powerDerivative(u[i], gamma);
  return slope * sum > 0;
}

/** dφ/dgamma = (z e^z - (e^z - 1)) / gamma² with z = gamma u; the numerator is Σ_{k>=2} z^k (k - 1) / k!. */
function powerDerivative(u: number, gamma: number): number {
  const z = gamma * u;
  if (Math.abs(z) > CANCELS) return (z * Math.exp(z) - Math.expm1(z)) / gamma ** 2;
  let term = 1 / 2;
  let sum = 0;
  for (let k = 2; k < TERMS; k++) {
    sum += term * (k - 1);
    term *= z / (k + 1);
  }
  return u * u * sum;
}
