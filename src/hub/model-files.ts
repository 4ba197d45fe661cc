import { InputError } from '../errors.ts';
import { isPlainFileName } from './layout.ts';

export const CONFIG = 'config.json';
export const WEIGHTS = 'model.safetensors';
/** Stands in for `model.safetensors` where the weights are spread over several files. */
export const INDEX = 'model.safetensors.index.json';
/** What decides token ids, as far as a repository has it. */
export const TOKENIZER_FILES = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
];

/** pythia-12b has 3; a file that names more than this is no index of ours. */
const MAX_SHARDS = 1000;

/**
 * The files that an index names, each once.
 * @param where what the index belongs to, for the error
 * @throws InputError for what is no index, or names a file that does not lie in the model's folder itself
 */
export function shardNames(index: string, where: string): string[] {
  const names = [...new Set(Object.values(readWeightMap(index, where)))];
  for (const name of names) {
    if (typeof name !== 'string' || !isPlainFileName(name) || !name.endsWith('.safetensors')) {
      throw badIndex(where, `it names the file ${JSON.stringify(name)}`);
    }
  }
  if (names.length === 0 || names.length > MAX_SHARDS)
    throw badIndex(where, `it names ${names.length} files`);
  return names as string[];
}

function readWeightMap(index: string, where: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(index);
  } catch (error) {
    throw badIndex(where, `it is not JSON (${(error as Error).message})`);
  }
  const map = (parsed as { weight_map?: unknown } | null)?.weight_map;
  if (map === null || typeof map !== 'object' || Array.isArray(map))
    throw badIndex(where, 'it has no weight_map');
  return map as Record<string, unknown>;
}

function badIndex(where: string, why: string): InputError {
  return new InputError(
    `not an index of safetensors: ${where}: ${why}`,
    'fetch the model anew, or give another folder or revision',
  );
}
