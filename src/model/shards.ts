import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { readHeader, type TensorTable } from './safetensors.ts';
import { isRecord } from './tensor-table.ts';

export const INDEX_FILE = 'model.safetensors.index.json';
const HINT = 'the index and the weights do not belong together: fetch the model again';

/**
 * Reads the headers of the shards that `model.safetensors.index.json` names. As in transformers, the index says which
 * files make up the model, and the files say what is in them: an index may name a buffer that nobody stored.
 * @param index the parsed file
 * @param present the names of the folder's files
 * @throws InputError naming the shard
 */
export async function readShards(folder: string, index: Record<string, unknown>, present: string[]) {
  const names = shardNames(join(folder, INDEX_FILE), index);
  const missing = names.find((name) => !present.includes(name));
  if (missing !== undefined)
    throw new InputError(
      `${folder}: the shard ${missing} is missing; ${INDEX_FILE} names it`,
      'fetch the model again',
    );
  const tensors: TensorTable = new Map();
  for (const name of names) {
    for (const tensor of (await readHeader(join(folder, name))).values()) {
      const other = tensors.get(tensor.name)?.file;
      tensors.set(tensor.name, other === undefined ? tensor : { ...tensor, alsoIn: other });
    }
  }
  return { tensors, files: names.map((name) => join(folder, name)) };
}

/** The shards, each once: plain file names, so that an index cannot reach outside its folder. */
function shardNames(file: string, { weight_map: map }: Record<string, unknown>): string[] {
  if (!isRecord(map) || Object.keys(map).length === 0)
    throw new InputError(`${file}: weight_map is missing, empty or not an object`, HINT);
  const names = new Set<string>();
  for (const [tensor, name] of Object.entries(map)) {
    if (typeof name !== 'string' || !/^[^/\\]+\.safetensors$/.test(name))
      throw new InputError(
        `${file}: weight_map places tensor ${tensor} in ${JSON.stringify(name)}, not in a safetensors file of the folder`,
        HINT,
      );
    names.add(name);
  }
  return [...names].sort();
}
