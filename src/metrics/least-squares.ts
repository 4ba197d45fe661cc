/** The least-squares line of y on x, and what it leaves. */
export interface Line {
  intercept: number;
  slope: number;
  residuals: Float64Array;
  /** Sum of the squared residuals. */
  sse: number;
}

/** Ordinary least squares of y on x; the slope is not finite where x does not vary. */
export function fitLine(x: Float64Array, y: Float64Array): Line {
  const [meanX, meanY] = [mean(x), mean(y)];
  let [squares, products] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    squares += (x[i] - meanX) ** 2;
    products += (x[i] - meanX) * (y[i] - meanY);
  }
  const slope = products / squares;
  const residuals = y.map((value, i) => value - meanY - slope * (x[i] - meanX));
  return { intercept: meanY - slope * meanX, slope, residuals, sse: sumOfSquares(residuals) };
}

export function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** The mean, in two passes: that of equal values is the value, to the last bit, and their deviations are 0. */
export function mean(values: ArrayLike<number>): number {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const near = sum / n;
  let rest = 0;
  for (let i = 0; i < n; i++) rest += values[i] - near;
  return near + rest / n;
}

/** Largest minus smallest. */
export function spread(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
}
