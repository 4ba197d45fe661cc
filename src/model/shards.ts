import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { type ShardIndex, shardNames } from '../weight-files.ts';
import { readTensors } from './read-tensors.ts';
import type { TensorTable } from './stored-tensor.ts';

/**
 * Reads the headers of the shards that an index names. As in transformers, the index says which files make up the
 * model, and the files say what is in them: an index may name a buffer that nobody stored.
 * @param file the name of the index
 * @param index the parsed file
 * @param present the names of the folder's files
 * @throws InputError naming the shard
 */
export async function readShards(
  folder: string,
  file: ShardIndex,
  index: Record<string, unknown>,
  present: string[],
) {
  const names = shardNames(index, join(folder, file), file);
  const missing = names.find((name) => !present.includes(name));
  if (missing !== undefined)
    throw new InputError(
      `${folder}: the shard ${missing} is missing; ${file} names it`,
      'fetch the model again',
    );
  const tensors: TensorTable = new Map();
  for (const name of names) {
    for (const tensor of (await readTensors(join(folder, name))).values()) {
      const other = tensors.get(tensor.name)?.file;
      tensors.set(tensor.name, other === undefined ? tensor : { ...tensor, alsoIn: other });
    }
  }
  return { tensors, files: names.map((name) => join(folder, name)) };
}
