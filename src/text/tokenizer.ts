import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';

/** Text to token ids and back, as one checkpoint understands them. */
export interface Tokenizer {
  /** Ids of a text. Nothing is added: "" gives none. "<|endoftext|>" in a text becomes that token. */
  encode(text: string): number[];
  /** What one id stands for; bytes that are no whole character show as U+FFFD. */
  decode(id: number): string;
  /** sha256 of tokenizer.json. */
  hash: string;
}

/**
 * The tokenizer of a checkpoint folder, from `tokenizer.json` and, where there is one, `tokenizer_config.json`.
 * Reads nothing else and never the network; the library behind it (a quarter of a second) is loaded on this call.
 * @throws InputError where the folder has no tokenizer.json, or a broken one.
 */
export async function loadTokenizer(folder: string): Promise<Tokenizer> {
  const path = join(folder, 'tokenizer.json');
  const bytes = await readIfThere(path);
  if (bytes === undefined) {
    throw new InputError(
      `no tokenizer.json in ${folder}`,
      'give token ids instead of text: --ids needs no tokenizer',
    );
  }
  const json = parse(bytes, path);
  const configPath = join(folder, 'tokenizer_config.json');
  const configBytes = await readIfThere(configPath);
  const encoder = await build(json, configBytes ? parse(configBytes, configPath) : {}, path);
  return { ...encoder, hash: createHash('sha256').update(bytes).digest('hex') };
}

async function build(
  json: object,
  config: object,
  path: string,
): Promise<Pick<Tokenizer, 'encode' | 'decode'>> {
  const { PreTrainedTokenizer, env } = await import('@huggingface/transformers');
  env.allowRemoteModels = false;
  try {
    const tokenizer = new PreTrainedTokenizer(json, config);
    return {
      encode: (text) => tokenizer.encode(text, { add_special_tokens: false }),
      // The clean-up is for reading aloud: it would show the token " ." as ".".
      decode: (id) => tokenizer.decode([id], { clean_up_tokenization_spaces: false }),
    };
  } catch (cause) {
    throw broken(path, cause);
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new InputError(`cannot read ${path} (${(error as Error).message})`, 'check the file', error);
  }
}

function parse(bytes: Buffer, path: string): object {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw broken(path, cause);
  }
  if (typeof value === 'object' && value !== null) return value;
  throw broken(path, undefined);
}

function broken(path: string, cause: unknown): InputError {
  return new InputError(
    `${path} is not a tokenizer file`,
    'download it again, or give token ids with --ids',
    cause,
  );
}
