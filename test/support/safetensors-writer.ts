export interface TensorData {
  dtype: string;
  shape: number[];
  data: Uint8Array;
}

/** A well-formed safetensors file with the tensors in the given order. */
export function encodeSafetensors(
  tensors: Record<string, TensorData>,
  metadata?: Record<string, string>,
): Buffer {
  const header: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  let position = 0;
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [position, position + data.length] };
    position += data.length;
  }
  return rawSafetensors(
    JSON.stringify(header),
    Buffer.concat(Object.values(tensors).map(({ data }) => data)),
  );
}

/** Any header text before any data, well-formed or not; `length` is what the length field says. */
export function rawSafetensors(header: string | Uint8Array, data: Uint8Array, length?: bigint): Buffer {
  const bytes = Buffer.from(header as Uint8Array);
  const field = Buffer.alloc(8);
  field.writeBigUInt64LE(length ?? BigInt(bytes.length));
  return Buffer.concat([field, bytes, data]);
}
