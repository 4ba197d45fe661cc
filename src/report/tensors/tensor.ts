import { InputError } from '../../errors.ts';

/** A named tensor to be stored, row-major; the kind of array decides the type: float32, float64 or int64. */
export interface NamedTensor {
  name: string;
  /** Empty for a single number. */
  shape: number[];
  data: Float32Array | Float64Array | BigInt64Array;
}

/** What the type of a tensor is called: by NumPy, in an npy header, and in a safetensors header. */
export interface ElementType {
  numpy: string;
  npy: string;
  safetensors: string;
}

const FLOAT32: ElementType = { numpy: 'float32', npy: '<f4', safetensors: 'F32' };
const FLOAT64: ElementType = { numpy: 'float64', npy: '<f8', safetensors: 'F64' };
const INT64: ElementType = { numpy: 'int64', npy: '<i8', safetensors: 'I64' };

/** The type of a tensor's elements. */
export function elementType({ data }: NamedTensor): ElementType {
  if (data instanceof Float32Array) return FLOAT32;
  return data instanceof Float64Array ? FLOAT64 : INT64;
}

/**
 * The bytes of a tensor as both formats hold them. They are those in memory: ONNX Runtime, and so llmgeo, runs on
 * little-endian machines only.
 * @throws InputError where the shape asks for another number of elements than there are
 */
export function tensorBytes({ name, shape, data }: NamedTensor): Uint8Array {
  const expected = shape.reduce((product, length) => product * length, 1);
  if (expected !== data.length)
    throw new InputError(
      `tensor ${name} of shape [${shape}] needs ${expected} elements, not ${data.length}`,
      'give the data of the whole tensor, row by row',
    );
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
