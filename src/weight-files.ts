import { InputError } from './errors.ts';

/** Stands in for `model.safetensors` where the weights are spread over several files, the shards. */
export const SHARD_INDEX = 'model.safetensors.index.json';

/** The same for `pytorch_model.bin`. */
export const TORCH_INDEX = 'pytorch_model.bin.index.json';

/** The files that a checkpoint's weights begin with: all of them in one file, or an index of shards; in either format. */
export const WEIGHT_FILES = ['model.safetensors', SHARD_INDEX, 'pytorch_model.bin', TORCH_INDEX] as const;

export type WeightFile = (typeof WEIGHT_FILES)[number];

export type ShardIndex = typeof SHARD_INDEX | typeof TORCH_INDEX;

/** A file name: no path, no drive, nothing that some system cannot store. Of one format, as its index is. */
const SHARDS = {
  [SHARD_INDEX]: { format: 'safetensors', name: /^[^/\\:*?"<>|\p{Cc}]+\.safetensors$/u },
  [TORCH_INDEX]: { format: '.bin', name: /^[^/\\:*?"<>|\p{Cc}]+\.bin$/u },
};

/** pythia-12b has 3; a file that names more than this is no index of ours. */
const MOST_SHARDS = 1000;
const HINT = 'the index does not belong to a model: fetch it again, or give another folder or revision';

/** Tells an index of shards from a file with the weights themselves. */
export function isShardIndex(file: WeightFile): file is ShardIndex {
  return file in SHARDS;
}

/**
 * The shards that an index names, each once, in order: files that lie in the model's folder itself, so that an index
 * cannot reach outside it, and all of the index's own format.
 * @param index the parsed file
 * @param where what the index belongs to, for the error
 * @param file the name of the index
 * @throws InputError naming what is wrong
 */
export function shardNames(index: unknown, where: string, file: ShardIndex): string[] {
  const map = (index as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map) || Object.keys(map).length === 0)
    throw new InputError(`${where}: weight_map is missing, empty or not an object`, HINT);
  const shard = SHARDS[file];
  const names = new Set<string>();
  for (const [tensor, name] of Object.entries(map)) {
    if (typeof name !== 'string' || !shard.name.test(name))
      throw new InputError(
        `${where}: weight_map places tensor ${tensor} in ${JSON.stringify(name)}, not in a ${shard.format} file of the folder`,
        HINT,
      );
    names.add(name);
  }
  if (names.size > MOST_SHARDS)
    throw new InputError(`${where}: weight_map names ${names.size} files, more than ${MOST_SHARDS}`, HINT);
  return [...names].sort();
}
