/** The number formats of weights; Pythia's are all but F64. */
export type FloatType = 'F16' | 'BF16' | 'F32' | 'F64';

/** Where a float's exponent is all ones, the value is infinite or NaN. */
const EXPONENT = { F16: 0x7c00, BF16: 0x7f80, F32: 0x7f800000 };

/** Every float16 value by its bits: 256 KiB, made on first use. Reading it is faster than rebuilding the bits. */
let halfTable: Float32Array | undefined;

/**
 * Turns little-endian float data into float32: exactly, subnormals, infinities and the sign of zero included, but for
 * F64, which is rounded once.
 * Values are read and written in ascending order, so `out` may share memory with `bytes` where the bytes lie at the
 * end of `out`'s. Data at an odd or unaligned offset is copied first.
 * @param bytes as many values of `dtype` as `out` holds
 */
export function toFloat32(bytes: Uint8Array, dtype: FloatType, out: Float32Array): void {
  if (dtype === 'F32') {
    new Uint8Array(out.buffer, out.byteOffset, out.byteLength).set(bytes);
    return;
  }
  if (dtype === 'F64') {
    out.set(asFloat64(bytes));
    return;
  }
  const words = asUint16(bytes);
  if (dtype === 'BF16') {
    const bits = new Uint32Array(out.buffer, out.byteOffset, out.length);
    for (let i = 0; i < words.length; i++) bits[i] = words[i] << 16;
    return;
  }
  halfTable ??= Float32Array.from({ length: 0x10000 }, (_, bits) => halfValue(bits));
  for (let i = 0; i < words.length; i++) out[i] = halfTable[words[i]];
}

/** Index of the first NaN or infinite value of little-endian float data, or -1. */
export function firstNonFinite(bytes: Uint8Array, dtype: FloatType): number {
  // past float32's range is infinite too: the states are float32
  if (dtype === 'F64') return asFloat64(bytes).findIndex((value) => !Number.isFinite(Math.fround(value)));
  const words = dtype === 'F32' ? asUint32(bytes) : asUint16(bytes);
  const exponent = EXPONENT[dtype];
  for (let i = 0; i < words.length; i++) if ((words[i] & exponent) === exponent) return i;
  return -1;
}

/** The value of IEEE 754 half-precision bits: 1 sign, 5 exponent (bias 15) and 10 fraction bits. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function asUint16(bytes: Uint8Array): Uint16Array {
  const { buffer, byteOffset } = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(buffer, byteOffset, bytes.length / 2);
}

function asUint32(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(buffer, byteOffset, bytes.length / 4);
}

function asFloat64(bytes: Uint8Array): Float64Array {
  const { buffer, byteOffset } = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  return new Float64Array(buffer, byteOffset, bytes.length / 8);
}
