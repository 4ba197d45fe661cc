import { InputError } from './errors.ts';

/** Stands in for `model.safetensors` where the weights are spread over several files, the shards. */
export const SHARD_INDEX = 'model.safetensors.index.json';

/** The files that a checkpoint's weights begin with: all of them in one file, or an index of shards; in either format. */
export const WEIGHT_FILES = [
  'model.safetensors',
  SHARD_INDEX,
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
] as const;

export type WeightFile = (typeof WEIGHT_FILES)[number];

/** pythia-12b has 3; a file that names more than this is no index of ours. */
const MOST_SHARDS = 1000;
const HINT = 'the index does not belong to a model: fetch it again, or give another folder or revision';

/**
 * The shards that an index names, each once, in order: files that lie in the model's folder itself, so that an index
 * cannot reach outside it.
 * @param index the parsed file
 * @param where what the index belongs to, for the error
 * @throws InputError naming what is wrong
 */
export function shardNames(index: unknown, where: string): string[] {
  const map = (index as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map) || Object.keys(map).length === 0)
    throw new InputError(`${where}: weight_map is missing, empty or not an object`, HINT);
  const names = new Set<string>();
  for (const [tensor, name] of Object.entries(map)) {
    if (!isShardName(name))
      throw new InputError(
        `${where}: weight_map places tensor ${tensor} in ${JSON.stringify(name)}, not in a safetensors file of the folder`,
        HINT,
      );
    names.add(name);
  }
  if (names.size > MOST_SHARDS)
    throw new InputError(`${where}: weight_map names ${names.size} files, more than ${MOST_SHARDS}`, HINT);
  return [...names].sort();
}

/** No path, no drive, nothing that some system cannot store. */
function isShardName(name: unknown): name is string {
  return typeof name === 'string' && /^[^/\\:*?"<>|\p{Cc}]+\.safetensors$/u.test(name);
}
