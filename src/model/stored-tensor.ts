/** A tensor in a file of weights: its bytes lie at [begin, end) of the file, little-endian, row-major. */
export interface StoredTensor {
  name: string;
  /** A key of `DTYPE_BYTES`. */
  dtype: string;
  /** Empty for a single number. */
  shape: number[];
  file: string;
  begin: number;
  end: number;
  /** Another file that holds a tensor of this name. */
  alsoIn?: string;
  /** Why its bytes are not the tensor as it is, where they are not: nothing may read them then. */
  unreadable?: string;
}

export type TensorTable = Map<string, StoredTensor>;

/** Bytes of one number, by the names that safetensors gives the types. */
export const DTYPE_BYTES = new Map(
  Object.entries({
    BOOL: 1,
    U8: 1,
    I8: 1,
    F8_E4M3: 1,
    F8_E5M2: 1,
    F8_E8M0: 1,
    I16: 2,
    U16: 2,
    F16: 2,
    BF16: 2,
    I32: 4,
    U32: 4,
    F32: 4,
    I64: 8,
    U64: 8,
    F64: 8,
    C64: 8,
  }),
);
