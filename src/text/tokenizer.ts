import { InputError } from '../errors.ts';
import { Encoder } from './encoder.ts';
import type { Merges } from './long-word.ts';
import type { JsonObject } from './row.ts';
import { tokenString } from './token-string.ts';
import { broken, readTokenizerFiles } from './tokenizer-files.ts';
import { readSettings, type TokenizerSettings } from './tokenizer-settings.ts';
import { bytesOf } from './words.ts';

/** What the library calls the byte-pair model of a tokenizer. */
interface LibraryModel {
  tokens_to_ids: Map<string, number>;
  merges: [string, string][];
  bpe(word: string): string[];
}

const NOTHING_BUT_MERGES = {
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: null,
  post_processor: null,
  decoder: null,
};

/** Text to token ids and back, as one checkpoint understands them. */
export interface Tokenizer {
  /**
   * Ids of a text: those that transformers' `AutoTokenizer` gives. Pythia's tokenizer adds none, OPT's puts </s> before;
   * "" gives none. "<|endoftext|>" in a text becomes that token. With `limit` the first `limit` ids, for which no more of the text is
   * read than they need; with `open` the text goes on where it ends here: then fewer ids may come, which are certain.
   * @throws InputError where the limit is no whole number, the text is no string, or has half a character (a lone surrogate)
   */
  encode(text: string, options?: EncodeTextOptions): number[];
  /**
   * What one id stands for; bytes that are no whole character show as `<0xF0>`.
   * @throws InputError where the tokenizer has no such id
   */
  decode(id: number): string;
  /** The bytes that one id stands for. @throws InputError as `decode` does */
  bytes(id: number): Uint8Array;
  /** Ids that `encode` puts before and after every text: none for Pythia, 2 (</s>) before it for OPT. */
  prefix: readonly number[];
  suffix: readonly number[];
  /** The id that begins a sequence for models that want one; absent where the tokenizer names none. */
  bos?: number;
  /** sha256 of tokenizer.json, or of vocab.json followed by merges.txt. */
  hash: string;
}

/** How much of a text `encode` reads. */
export interface EncodeTextOptions {
  /** Ids at most; no limit by default. */
  limit?: number;
  /** Whether the text goes on where it ends here; false by default. */
  open?: boolean;
}

/**
 * The tokenizer of a checkpoint folder, from `tokenizer.json`, or `vocab.json` with `merges.txt`, and, where they are
 * there, `tokenizer_config.json`, the older `special_tokens_map.json` and `added_tokens.json`, and `config.json` for the
 * family. Reads nothing else and never the network; the library behind it (a quarter of a second) is loaded on this call.
 * @throws InputError where the folder has no tokenizer, a broken one, or one of a kind that llmgeo does not know.
 */
export async function loadTokenizer(folder: string): Promise<Tokenizer> {
  const files = await readTokenizerFiles(folder);
  const settings = readSettings(files);
  const merges = await readMerges(files.json, files.path);
  return tokenizerOf(settings, merges, files.hash);
}

function tokenizerOf(settings: TokenizerSettings, merges: Merges, hash: string): Tokenizer {
  const { prefix, suffix, bos, addedTokens } = settings;
  const encoder = new Encoder(settings, merges);
  const vocabulary = new Map(Array.from(merges.vocabulary, ([token, id]) => [id, token]));
  const added = new Map(addedTokens.map(({ id, content }) => [id, content]));
  const bytes = (id: number) => {
    const content = added.get(id);
    if (content !== undefined) return Buffer.from(content);
    const token = vocabulary.get(id);
    if (token !== undefined) return bytesOf(token);
    throw new InputError(
      `${String(id)} is no id of the tokenizer`,
      'ids are whole numbers of its vocabulary',
    );
  };
  return {
    encode: (text, { limit = Number.POSITIVE_INFINITY, open = false } = {}) => {
      checkText(text);
      checkLimit(limit);
      const room = limit - prefix.length - suffix.length;
      const ids = room > 0 ? encoder.encode(text, room, open) : [];
      return ids.length === 0 ? [] : [...prefix, ...ids, ...suffix];
    },
    decode: (id) => tokenString(bytes(id)),
    bytes,
    prefix,
    suffix,
    bos,
    hash,
  };
}

function checkLimit(limit: number): void {
  if (limit === Number.POSITIVE_INFINITY || (Number.isSafeInteger(limit) && limit >= 0)) return;
  throw new InputError(`a limit of ${String(limit)} ids`, 'give a whole number, or leave it out');
}

function checkText(text: string): void {
  if (typeof text !== 'string')
    throw new InputError(`${String(text)} is no text`, 'give a string; for several texts, one call each');
  const at = text.search(/\p{Surrogate}/u);
  if (at < 0) return;
  const code = text.charCodeAt(at).toString(16).toUpperCase();
  throw new InputError(
    `half a character (the lone surrogate U+${code} at ${at}) has no token`,
    'a character was cut in two: write the whole one, or U+FFFD in its place',
  );
}

/** The merges and their vocabulary, as the library reads them; all else it would do for Python's is done here. */
async function readMerges(json: JsonObject, path: string): Promise<Merges> {
  const { PreTrainedTokenizer, env } = await import('@huggingface/transformers');
  env.allowRemoteModels = false;
  try {
    const { type, vocab, merges } = json.model as Record<string, unknown>;
    const model = new PreTrainedTokenizer({ ...NOTHING_BUT_MERGES, model: { type, vocab, merges } }, {})
      ._tokenizer.model as unknown as LibraryModel;
    const vocabulary = model.tokens_to_ids;
    for (const [first, second] of model.merges)
      for (const token of [first, second, first + second])
        if (!vocabulary.has(token)) throw new Error(`${JSON.stringify(token)} is merged but no token`);
    return { vocabulary, merge: (word) => model.bpe(word) };
  } catch (cause) {
    throw broken(path, cause);
  }
}
