import { InputError } from '../errors.ts';
import { type ShardIndex, shardNames } from '../weight-files.ts';

export const CONFIG = 'config.json';
export const WEIGHTS = 'model.safetensors';
/** What decides token ids, as far as a repository has it. */
export const TOKENIZER_FILES = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
];

/**
 * The files that the text of an index names.
 * @param where what the index belongs to, for the error
 * @param file the name of the index
 * @throws InputError for what is no JSON, and as `shardNames` does
 */
export function shardsIn(index: string, where: string, file: ShardIndex): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(index);
  } catch (error) {
    throw new InputError(
      `${where}: is not JSON (${(error as Error).message})`,
      'fetch the model again, or give another folder or revision',
    );
  }
  return shardNames(parsed, where, file);
}
