import { InputError } from '../../errors.ts';
import { elementType, type NamedTensor, tensorBytes } from './tensor.ts';

const LENGTH_BYTES = 8;

/**
 * Tensors as one safetensors file. Wider types come first and the header ends at a multiple of 8, so that every tensor
 * begins at a multiple of its element's size, as readers that map the file expect.
 * Source: the format's description in huggingface/safetensors.
 * @param metadata what `__metadata__` says of the file
 * @throws InputError where a name occurs twice, or shape and data do not agree
 * @example
 * ```ts
 * const file = safetensorsFile([{ name: 'H', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }]);
 * [...file].map(({ length }) => length); // [88, 16]
 * ```
 */
export function* safetensorsFile(
  tensors: readonly NamedTensor[],
  metadata: Record<string, string> = {},
): Generator<Uint8Array> {
  const ordered = [...tensors].sort((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const header: Record<string, unknown> = { __metadata__: metadata };
  const parts = ordered.map(tensorBytes);
  let position = 0;
  for (const [i, tensor] of ordered.entries()) {
    if (Object.hasOwn(header, tensor.name))
      throw new InputError(`two tensors are named ${tensor.name}`, 'give each a name of its own');
    const end = position + parts[i].length;
    const dtype = elementType(tensor).safetensors;
    header[tensor.name] = { dtype, shape: tensor.shape, data_offsets: [position, end] };
    position = end;
  }
  yield headerBytes(JSON.stringify(header));
  yield* parts;
}

function headerBytes(json: string): Buffer {
  const length = Math.ceil(Buffer.byteLength(json) / LENGTH_BYTES) * LENGTH_BYTES;
  const bytes = Buffer.alloc(LENGTH_BYTES + length, ' ');
  bytes.writeBigUInt64LE(BigInt(length));
  bytes.write(json, LENGTH_BYTES);
  return bytes;
}
