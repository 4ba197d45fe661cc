import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { SHARD_INDEX, shardNames } from '../weight-files.ts';
import { readHeader, type TensorTable } from './safetensors.ts';

/**
 * Reads the headers of the shards that `model.safetensors.index.json` names. As in transformers, the index says which
 * files make up the model, and the files say what is in them: an index may name a buffer that nobody stored.
 * @param index the parsed file
 * @param present the names of the folder's files
 * @throws InputError naming the shard
 */
export async function readShards(folder: string, index: Record<string, unknown>, present: string[]) {
  const names = shardNames(index, join(folder, SHARD_INDEX));
  const missing = names.find((name) => !present.includes(name));
  if (missing !== undefined)
    throw new InputError(
      `${folder}: the shard ${missing} is missing; ${SHARD_INDEX} names it`,
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
