import { InputError } from '../errors.ts';
import type { AddedToken } from './added-tokens.ts';
import { contentOf, object, readAddedTokens } from './read-added-tokens.ts';
import type { JsonObject } from './row.ts';
import { classOf, rebuiltClass } from './tokenizer-class.ts';
import type { TokenizerFiles } from './tokenizer-files.ts';
import { BYTE_CHARACTERS } from './words.ts';

/** What decides the ids of a text besides the merges. */
export interface TokenizerSettings {
  /** Whether texts are put into Unicode's normal form C. */
  normalize: boolean;
  /** Whether a space is put before each part of a text that does not begin with one. */
  addPrefixSpace: boolean;
  /** Whether a text is split into words before the merges. */
  splitWords: boolean;
  /** Whether a word that is a token is that token, whatever its merges are. */
  ignoreMerges: boolean;
  /** Whether special tokens in a text are read as text. */
  splitSpecialTokens: boolean;
  addedTokens: AddedToken[];
  /** Ids that come before and after every text. */
  prefix: number[];
  suffix: number[];
  /** Id of the token that begins a sequence; absent where the tokenizer has none. */
  bos?: number;
}

type Template = Pick<TokenizerSettings, 'prefix' | 'suffix'>;

const NO_TEMPLATE: Template = { prefix: [], suffix: [] };

/**
 * The settings of a tokenizer, as `AutoTokenizer` of transformers 5 reads its files for a GPT-NeoX, GPT-2 or OPT model.
 * `add_bos_token` and `add_eos_token` do nothing beside a tokenizer.json there; nor do `truncation`, `padding`,
 * `model_max_length` and `clean_up_tokenization_spaces` to the ids of a text.
 * @throws InputError for a part of a tokenizer that llmgeo would read otherwise
 */
export function readSettings({ json, isBare, config, model, path }: TokenizerFiles): TokenizerSettings {
  const { type } = object(json.model);
  if (type !== 'BPE') throw unknown(path, 'model', type);
  const name = classOf(config, model);
  const rebuilt = rebuiltClass(name);
  if (isBare && !rebuilt) throw unknown(path, 'tokenizer_class', name);
  const special = { ...rebuilt?.special, ...config };
  const addedTokens = readAddedTokens(json, config, special, rebuilt !== undefined);
  const idOf = (role: string) => addedTokens.find(({ content }) => content === contentOf(special[role]))?.id;
  const common = {
    splitSpecialTokens: config.split_special_tokens === true,
    addedTokens,
    bos: idOf('bos_token'),
  };
  if (!rebuilt) return { ...common, ...settingsOfFile(json, path) };
  const asked = (flag: string, role: string) => (config[flag] === true ? [idOf(role) ?? []].flat() : []);
  const template = rebuilt.keepsTemplate ? readTemplate(json.post_processor, path) : NO_TEMPLATE;
  return {
    ...common,
    normalize: rebuilt.normalize,
    addPrefixSpace: config.add_prefix_space === true,
    splitWords: true,
    ignoreMerges: false,
    prefix: isBare ? asked('add_bos_token', 'bos_token') : template.prefix,
    suffix: isBare ? asked('add_eos_token', 'eos_token') : template.suffix,
  };
}

/** Of a class that is read as tokenizer.json has it. */
function settingsOfFile(json: JsonObject, path: string) {
  const model = object(json.model);
  checkModel(model, path);
  const byteLevel = object(json.pre_tokenizer);
  if (byteLevel.type !== 'ByteLevel') throw unknown(path, 'pre_tokenizer', byteLevel.type);
  return {
    ...readTemplate(json.post_processor, path),
    normalize: normalizesToC(json.normalizer, path),
    addPrefixSpace: byteLevel.add_prefix_space !== false,
    splitWords: byteLevel.use_regex !== false,
    ignoreMerges: model.ignore_merges === true,
  };
}

function checkModel(model: JsonObject, path: string): void {
  for (const key of ['continuing_subword_prefix', 'end_of_word_suffix', 'dropout', 'byte_fallback'])
    if (model[key]) throw unknown(path, `model.${key}`, model[key]);
  const vocabulary = object(model.vocab);
  const lacks = BYTE_CHARACTERS.some((character, byte) => isOfUtf8(byte) && !(character in vocabulary));
  if (model.unk_token && lacks) throw unknown(path, 'model.unk_token', model.unk_token);
}

function isOfUtf8(byte: number): boolean {
  return byte < 0xc0 || (byte > 0xc1 && byte < 0xf5);
}

function normalizesToC(normalizer: unknown, path: string): boolean {
  const { type, normalizers } = object(normalizer);
  if (type === undefined) return false;
  if (type === 'NFC') return true;
  if (type !== 'Sequence' || !Array.isArray(normalizers)) throw unknown(path, 'normalizer', type);
  return normalizers.map((part) => normalizesToC(part, path)).includes(true);
}

/** The special tokens that a template puts around one text; ByteLevel puts none. */
function readTemplate(processor: unknown, path: string): Template {
  const { type, single, special_tokens, processors } = object(processor);
  if (type === undefined || type === 'ByteLevel') return NO_TEMPLATE;
  if (type === 'Sequence' && Array.isArray(processors))
    return processors.map((part) => readTemplate(part, path)).reduce(around, NO_TEMPLATE);
  if (type !== 'TemplateProcessing' || !Array.isArray(single)) throw unknown(path, 'post_processor', type);
  const text = single.findIndex((piece) => 'Sequence' in object(piece));
  const ids = (pieces: unknown[]) =>
    pieces.flatMap((piece) => {
      const { id } = object(object(piece).SpecialToken);
      return object(object(special_tokens)[String(id)]).ids as number[];
    });
  return { prefix: ids(single.slice(0, text)), suffix: ids(single.slice(text + 1)) };
}

/** What two templates put around a text, one after the other. */
function around(inner: Template, outer: Template): Template {
  return { prefix: [...outer.prefix, ...inner.prefix], suffix: [...inner.suffix, ...outer.suffix] };
}

function unknown(path: string, part: string, value: unknown): InputError {
  return new InputError(
    `${path}: ${part} ${JSON.stringify(value ?? null)} is none that llmgeo knows`,
    'give token ids instead of text: --ids needs no tokenizer',
  );
}
