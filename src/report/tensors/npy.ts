import { elementType, type NamedTensor, tensorBytes } from './tensor.ts';

/** The format asks that the data begin at a multiple of this, so that it can be mapped into memory. */
const ALIGNMENT = 64;
/** "\x93NUMPY", version 1.0, and two bytes for the length of what follows. */
const PREAMBLE = 10;

/**
 * One tensor as a NumPy file, format 1.0 in C order; the name is not part of it.
 * Source: numpy.lib.format in NumPy's documentation.
 * @throws InputError where shape and data do not agree
 * @example
 * ```ts
 * const file = npyFile({ name: 'H', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) });
 * [...file].map(({ length }) => length); // [128, 16]
 * ```
 */
export function* npyFile(tensor: NamedTensor): Generator<Uint8Array> {
  const data = tensorBytes(tensor);
  const { shape } = tensor;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '${elementType(tensor).npy}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const end = Math.ceil((PREAMBLE + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = Buffer.alloc(end, ' ');
  bytes.write('\x93NUMPY\x01\x00', 'latin1');
  bytes.writeUInt16LE(end - PREAMBLE, PREAMBLE - 2);
  bytes.write(header, PREAMBLE, 'latin1');
  bytes.write('\n', end - 1, 'latin1');
  yield bytes;
  yield data;
}
