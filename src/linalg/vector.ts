/** What is left of a vector after projection, relative to its length, when nothing but rounding is left. */
const DEPENDENT = 1e-14;

/** The inner product; `b` may be longer than `a`. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

/** Σ weights_j * vectors_j. */
export function combine(vectors: Float64Array[], weights: ArrayLike<number>): Float64Array {
  const out = new Float64Array(vectors[0].length);
  for (let j = 0; j < vectors.length; j++) addScaled(out, vectors[j], weights[j]);
  return out;
}

/**
 * The unit vector along what is left of `vector` after projection on an orthonormal basis, or undefined when
 * it lies in the basis. Two passes of Gram-Schmidt, since one leaves the rounding of a large projection.
 */
export function orthonormalTo(basis: Float64Array[], vector: Float64Array): Float64Array | undefined {
  const rest = vector.slice();
  for (let pass = 0; pass < 2; pass++) for (const unit of basis) addScaled(rest, unit, -dot(unit, rest));
  const length = norm(rest);
  if (!(length > DEPENDENT * norm(vector))) return undefined;
  return rest.map((value) => value / length);
}

/** The product of the leading T x T part of a symmetric n x n matrix (row-major) and a vector of T entries. */
export function multiplyLeading(K: Float64Array, n: number, vector: Float64Array): Float64Array {
  const T = vector.length;
  const out = new Float64Array(T);
  let i = 0;
  // four rows at a time: each entry of the vector is loaded once for all, and no sum waits for another
  for (; i + 3 < T; i += 4) {
    const [r0, r1, r2, r3] = [i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n];
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let j = 0; j < T; j++) {
      const v = vector[j];
      s0 += K[r0 + j] * v;
      s1 += K[r1 + j] * v;
      s2 += K[r2 + j] * v;
      s3 += K[r3 + j] * v;
    }
    out[i] = s0;
    out[i + 1] = s1;
    out[i + 2] = s2;
    out[i + 3] = s3;
  }
  for (; i < T; i++) out[i] = dot(vector, K.subarray(i * n, i * n + T));
  return out;
}

function addScaled(out: Float64Array, vector: Float64Array, scale: number): void {
  for (let i = 0; i < out.length; i++) out[i] += scale * vector[i];
}
