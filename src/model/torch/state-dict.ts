import { DTYPE_BYTES, type StoredTensor, type TensorTable } from '../stored-tensor.ts';
import { quote, SAVE_WEIGHTS, TorchFault } from './fault.ts';
import { Dictionary, kindOf, Tensor, type Value } from './values.ts';
import type { ZipEntry } from './zip.ts';

/**
 * The tensors of a state dict with their places in the file.
 * @param entries of the archive, by their names in it
 * @throws TorchFault for what is no dictionary of tensors, and for a tensor that its storage cannot hold
 */
export function stateDict(file: string, value: Value, entries: ReadonlyMap<string, ZipEntry>): TensorTable {
  if (!(value instanceof Dictionary))
    throw new TorchFault(`holds ${kindOf(value)}, not a dictionary of tensors`, SAVE_WEIGHTS);
  const tensors: TensorTable = new Map();
  for (const [name, tensor] of value.items) {
    if (!(tensor instanceof Tensor))
      throw new TorchFault(`holds ${kindOf(tensor)} under ${quote(name)}, not a tensor`, SAVE_WEIGHTS);
    tensors.set(name, stored(file, name, tensor, entries));
  }
  return tensors;
}

function stored(
  file: string,
  name: string,
  { storage, offset, shape, strides }: Tensor,
  entries: ReadonlyMap<string, ZipEntry>,
): StoredTensor {
  const fail = (problem: string) => new TorchFault(`tensor ${quote(name)}: ${problem}`);
  const { key, dtype, elements } = storage;
  const entry = entries.get(`data/${key}`);
  if (entry === undefined) throw fail(`its storage data/${key} is missing`);
  const width = DTYPE_BYTES.get(dtype)!;
  const bytes = entry.end - entry.begin;
  if (bytes !== elements * width)
    throw fail(
      `its storage data/${key} has ${bytes} bytes where ${elements} numbers of ${dtype} take ${elements * width}`,
    );
  const count = shape.includes(0) ? 0 : shape.reduce((product, length) => product * length, 1);
  if (offset + (count === 0 ? 0 : reach(shape, strides)) > elements)
    throw fail(`${list(shape)} at ${offset} reaches past the ${elements} numbers of its storage`);
  const begin = entry.begin + offset * width;
  const place = { name, dtype, shape, file, begin };
  if (isRowMajor(shape, strides)) return { ...place, end: begin + count * width };
  const unreadable = `is stored with strides ${list(strides)}, transposed or a part of another`;
  return { ...place, end: begin, unreadable };
}

/** How far the last number of a view lies from its first one, and one more. */
function reach(shape: number[], strides: number[]): number {
  return shape.reduce((sum, length, i) => sum + (length - 1) * strides[i], 1);
}

/** Numbers follow one another as they are read; the stride of a dimension of 1 is never taken. */
function isRowMajor(shape: number[], strides: number[]): boolean {
  if (shape.includes(0)) return true;
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1 && strides[i] !== step) return false;
    step *= shape[i];
  }
  return true;
}

function list(numbers: number[]): string {
  const shown = numbers.length > 8 ? [...numbers.slice(0, 8), '...'] : numbers;
  return `[${shown.join(', ')}]`;
}
