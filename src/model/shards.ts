import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { readHeader, type TensorTable } from './safetensors.ts';
import { isRecord } from './tensor-table.ts';

export const INDEX_FILE = 'model.safetensors.index.json';
const HINT = 'the index and the weights do not belong together: fetch the model again';

/**
 * Reads the headers of the shards that `model.safetensors.index.json` names, and checks that each tensor lies in
 * the file that the index gives for it and in no other.
 * @param index the parsed file
 * @param present the names of the folder's files
 * @throws InputError naming the tensor or the shard
 */
export async function readShards(folder: string, index: Record<string, unknown>, present: string[]) {
  const where = weightMap(join(folder, INDEX_FILE), index);
  const names = [...new Set(where.values())].sort();
  const missing = names.find((name) => !present.includes(name));
  if (missing !== undefined)
    throw new InputError(
      `${folder}: the shard ${missing} is missing; ${INDEX_FILE} names it`,
      'fetch the model again',
    );
  const tensors: TensorTable = new Map();
  for (const name of names) {
    for (const tensor of (await readHeader(join(folder, name))).values()) {
      const other = tensors.get(tensor.name);
      if (other !== undefined)
        throw new InputError(`tensor ${tensor.name} is both in ${other.file} and in ${tensor.file}`, HINT);
      tensors.set(tensor.name, tensor);
    }
  }
  for (const [tensor, name] of where) {
    const found = tensors.get(tensor)?.file;
    if (found !== join(folder, name))
      throw new InputError(
        `${folder}: ${INDEX_FILE} places tensor ${tensor} in ${name}; it is in ${found ?? 'no shard'}`,
        HINT,
      );
  }
  return { tensors, files: names.map((name) => join(folder, name)) };
}

/** Tensor name -> shard, a plain file name, so that an index cannot reach outside its folder. */
function weightMap(file: string, { weight_map: map }: Record<string, unknown>): Map<string, string> {
  if (!isRecord(map) || Object.keys(map).length === 0)
    throw new InputError(`${file}: weight_map is missing, empty or not an object`, HINT);
  const where = new Map<string, string>();
  for (const [tensor, name] of Object.entries(map)) {
    if (typeof name !== 'string' || !/^[^/\\]+\.safetensors$/.test(name))
      throw new InputError(
        `${file}: weight_map places tensor ${tensor} in ${JSON.stringify(name)}, not in a safetensors file of the folder`,
        HINT,
      );
    where.set(tensor, name);
  }
  return where;
}
