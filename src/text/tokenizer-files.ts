import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { withOlderFiles } from './older-token-files.ts';
import type { JsonObject } from './row.ts';

/** What a folder says of its tokenizer. */
export interface TokenizerFiles {
  /** tokenizer.json; where only vocabulary and merges are there, what it would hold of them. */
  json: JsonObject;
  /** Whether these are vocab.json and merges.txt, so that all else is the configuration's. */
  isBare: boolean;
  /** tokenizer_config.json, with the older files that transformers reads beside it. */
  config: JsonObject;
  /** config.json, of the model. */
  model: JsonObject;
  /** What errors call `json`. */
  path: string;
  /** sha256 of tokenizer.json, or of vocab.json followed by merges.txt. */
  hash: string;
}

/** Files of tokenizers that work in another way, by which transformers would know them. */
const OTHER_KINDS: [RegExp, string][] = [
  [/^(tokenizer\.model|spiece\.model|sentencepiece.*\.model)/, 'SentencePiece'],
  [/^(tekken\.json|tiktoken\.model)$/, 'tiktoken'],
  [/^vocab\.txt$/, 'WordPiece'],
];
const HINT = 'give token ids instead of text: --ids needs no tokenizer';

/**
 * Reads what decides the token ids of a checkpoint folder, and nothing else.
 * @throws InputError where there is no tokenizer of a kind that llmgeo reads, or a file is broken
 */
export async function readTokenizerFiles(folder: string): Promise<TokenizerFiles> {
  const read = async (name: string) => {
    const path = join(folder, name);
    const bytes = await readIfThere(path);
    return bytes ? parse(bytes, path) : {};
  };
  const found = (await readWhole(folder)) ?? (await readBare(folder));
  const written = await read('tokenizer_config.json');
  const older = {
    specialTokensMap: await read('special_tokens_map.json'),
    addedTokens: await read('added_tokens.json'),
  };
  return { ...found, config: withOlderFiles(found.json, written, older), model: await read('config.json') };
}

type Found = Pick<TokenizerFiles, 'json' | 'isBare' | 'path' | 'hash'>;

async function readWhole(folder: string): Promise<Found | undefined> {
  const path = join(folder, 'tokenizer.json');
  const bytes = await readIfThere(path);
  return bytes && { json: parse(bytes, path), isBare: false, path, hash: sha256(bytes) };
}

/** vocab.json and merges.txt, of which tokenizer.json would be made. */
async function readBare(folder: string): Promise<Found> {
  const path = join(folder, 'vocab.json');
  const [bytes, merges] = [await readIfThere(path), await readIfThere(join(folder, 'merges.txt'))];
  await refuseOtherKinds(folder, bytes !== undefined && merges !== undefined);
  if (bytes === undefined || merges === undefined)
    throw new InputError(`no tokenizer.json in ${folder}, and no vocab.json with merges.txt`, HINT);
  const vocab = parse(bytes, path);
  if (!Object.values(vocab).every((id) => Number.isSafeInteger(id) && (id as number) >= 0))
    throw broken(path, undefined);
  const model = { type: 'BPE', vocab, merges: mergesIn(merges, join(folder, 'merges.txt')) };
  return { json: { model }, isBare: true, path, hash: sha256(bytes, merges) };
}

/** Half of what a byte-pair tokenizer needs may lie beside one of another kind; transformers takes SentencePiece first. */
async function refuseOtherKinds(folder: string, hasMerges: boolean): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const [pattern, kind] of OTHER_KINDS) {
    const name = names.find((one) => pattern.test(one));
    if (name === undefined || (hasMerges && !/^(tokenizer\.model|tekken|tiktoken)/.test(name))) continue;
    throw new InputError(`${join(folder, name)}: ${kind} is no kind of tokenizer that llmgeo reads`, HINT);
  }
}

/** The pairs of a merges.txt, one a line, as the native tokenizers library reads it. */
function mergesIn(bytes: Buffer, path: string): [string, string][] {
  const lines = bytes.toString('utf8').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.flatMap((line, i): [string, string][] => {
    if (line.startsWith('#version')) return [];
    const [first, second, ...rest] = line.split(' ');
    if (first && second && rest.length === 0) return [[first, second]];
    throw new InputError(
      `${path}, line ${i + 1}: not two tokens with a space between`,
      'download it again, or give token ids with --ids',
    );
  });
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new InputError(`cannot read ${path} (${(error as Error).message})`, 'check the file', error);
  }
}

function parse(bytes: Buffer, path: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw broken(path, cause);
  }
  if (typeof value === 'object' && value !== null) return value as JsonObject;
  throw broken(path, undefined);
}

/** @param cause what was found, if anything was thrown */
export function broken(path: string, cause: unknown): InputError {
  return new InputError(
    `${path} is not a tokenizer file`,
    'download it again, or give token ids with --ids',
    cause,
  );
}

function sha256(...parts: Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
