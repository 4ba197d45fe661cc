/** Rows of X and of Y that are multiplied with each other at once: each number read serves two or four products. */
const [X_ROWS, Y_ROWS] = [4, 2];

const sums = new Float64Array(X_ROWS * Y_ROWS);

/**
 * X Yᵀ: the inner products of the m rows of X with the n rows of Y, all of `width` numbers, row-major.
 * @param out room for m x n numbers
 */
export function rowProducts(
  X: Float64Array,
  m: number,
  Y: Float64Array,
  n: number,
  width: number,
  out: Float64Array,
): void {
  for (let i = 0; i < m; i += X_ROWS) productsOfRows(X, i, m, Y, n, width, out, n);
}

/**
 * The lower triangle of X Xᵀ, m x m row-major; what is above the diagonal is left undefined.
 * @param out room for m x m numbers
 */
export function lowerRowProducts(X: Float64Array, m: number, width: number, out: Float64Array): void {
  for (let i = 0; i < m; i += X_ROWS) productsOfRows(X, i, m, X, Math.min(i + X_ROWS, m), width, out, m);
}

/** Four rows of X from row i, or the last four, with the first n rows of Y. */
function productsOfRows(
  X: Float64Array,
  i: number,
  m: number,
  Y: Float64Array,
  n: number,
  width: number,
  out: Float64Array,
  stride: number,
): void {
  if (m < X_ROWS || n < Y_ROWS) {
    for (let r = i; r < Math.min(i + X_ROWS, m); r++)
      for (let j = 0; j < n; j++) out[r * stride + j] = product(X, r * width, Y, j * width, width);
    return;
  }
  const first = Math.min(i, m - X_ROWS);
  for (let j = 0; j < n; j += Y_ROWS) {
    const second = Math.min(j, n - Y_ROWS);
    eightProducts(X, first * width, width, Y, second * width, width, width, sums);
    for (let r = 0; r < X_ROWS; r++) {
      out[(first + r) * stride + second] = sums[2 * r];
      out[(first + r) * stride + second + 1] = sums[2 * r + 1];
    }
  }
}

function product(X: Float64Array, x: number, Y: Float64Array, y: number, width: number): number {
  let sum = 0;
  for (let l = 0; l < width; l++) sum += X[x + l] * Y[y + l];
  return sum;
}

/**
 * The inner products of four rows of X with two rows of Y over `width` numbers: three times as fast as one after
 * another, since no sum waits for another and each number is read once.
 * @param x where the first row begins in X; the next begin `xStride` numbers after each other; so `y`, `yStride`
 * @param out 4 x 2, row-major
 */
export function eightProducts(
  X: Float64Array,
  x: number,
  xStride: number,
  Y: Float64Array,
  y: number,
  yStride: number,
  width: number,
  out: Float64Array,
): void {
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  let s20 = 0;
  let s21 = 0;
  let s30 = 0;
  let s31 = 0;
  for (let l = 0; l < width; l++) {
    const v = Y[y + l];
    const w = Y[y + yStride + l];
    const a = X[x + l];
    const b = X[x + xStride + l];
    const c = X[x + 2 * xStride + l];
    const d = X[x + 3 * xStride + l];
    s00 += a * v;
    s01 += a * w;
    s10 += b * v;
    s11 += b * w;
    s20 += c * v;
    s21 += c * w;
    s30 += d * v;
    s31 += d * w;
  }
  out[0] = s00;
  out[1] = s01;
  out[2] = s10;
  out[3] = s11;
  out[4] = s20;
  out[5] = s21;
  out[6] = s30;
  out[7] = s31;
}
