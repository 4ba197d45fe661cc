import type { InputError } from '../errors.ts';
import { damagedFile } from './open-file.ts';
import { DTYPE_BYTES, type StoredTensor, type TensorTable } from './stored-tensor.ts';

/**
 * The tensors that a safetensors header describes, with their places in the file, once every entry has been
 * checked: type, shape, length, and that together they fill the data without gap or overlap.
 * @param dataStart where the data begins in the file, after the header
 * @param size of the file in bytes
 * @throws InputError naming the tensor, what was expected and what was found
 */
export function tensorTable(
  file: string,
  entries: Record<string, unknown>,
  dataStart: number,
  size: number,
): TensorTable {
  const tensors = Object.entries(entries).map(([name, entry]) => storedTensor(file, name, entry, dataStart));
  checkCoverage(file, tensors, dataStart, size);
  return new Map(tensors.map((tensor) => [tensor.name, tensor]));
}

function storedTensor(file: string, name: string, entry: unknown, dataStart: number): StoredTensor {
  const fail = (problem: string) => damaged(file, `tensor ${JSON.stringify(name)}: ${problem}`);
  if (!isRecord(entry)) throw fail('expected an object with dtype, shape and data_offsets');
  const { dtype, shape, data_offsets: offsets } = entry;
  const width = typeof dtype === 'string' ? DTYPE_BYTES.get(dtype) : undefined;
  if (width === undefined)
    throw fail(`dtype is ${show(dtype)}, not one of ${[...DTYPE_BYTES.keys()].join(', ')}`);
  if (!isCounts(shape)) throw fail(`shape is ${show(shape)}, not a list of whole numbers from 0`);
  if (!isCounts(offsets) || offsets.length !== 2)
    throw fail(`data_offsets is ${show(offsets)}, not two whole numbers from 0`);
  const [begin, end] = offsets;
  if (begin > end) throw fail(`data_offsets ${show(offsets)} end before they begin`);
  const expected = shape.reduce((product, length) => product * length, width);
  if (expected !== end - begin)
    throw fail(
      `${dtype} ${show(shape)} takes ${expected} bytes, but data_offsets ${show(offsets)} span ${end - begin}`,
    );
  return { name, dtype: dtype as string, shape, file, begin: dataStart + begin, end: dataStart + end };
}

/** The format asks that the tensors cover the data exactly: whatever else lies there was not meant to be read. */
function checkCoverage(file: string, tensors: StoredTensor[], dataStart: number, size: number): void {
  const ordered = [...tensors].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = dataStart;
  let last = 'the header';
  for (const { name, begin, end } of ordered) {
    const here = begin - dataStart;
    const covered = position - dataStart;
    const names = `tensor ${JSON.stringify(name)} begins at data offset ${here}`;
    if (begin < position) throw damaged(file, `${names}, inside ${last}, which ends at ${covered}`);
    if (begin > position)
      throw damaged(file, `${names}, but ${last} ends at ${covered}: the bytes between belong to no tensor`);
    position = end;
    last = `tensor ${JSON.stringify(name)}`;
  }
  if (size < position) throw damaged(file, `is cut short: ${size} bytes where its header needs ${position}`);
  if (size > position)
    throw damaged(file, `has ${size} bytes where its header needs ${position}: ${size - position} too many`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

/** The error of a safetensors file that is not what the format says. */
export function damaged(file: string, problem: string, cause?: unknown): InputError {
  return damagedFile(file, problem, 'safetensors', cause);
}
