import type { AddedToken } from './added-tokens.ts';
import type { JsonObject } from './jsonl.ts';

const SPECIAL_KEYS = [
  'bos_token',
  'eos_token',
  'unk_token',
  'sep_token',
  'pad_token',
  'cls_token',
  'mask_token',
];

/**
 * The added tokens of a tokenizer as transformers has them: of tokenizer.json, of `added_tokens_decoder` in its
 * configuration (which takes their place in a class that is `rebuilt`), and those that the configuration names. Ids come
 * from the vocabulary, else they follow on: the numbers in the files are not asked.
 */
export function readAddedTokens(
  json: JsonObject,
  config: JsonObject,
  special: JsonObject,
  rebuilt: boolean,
): AddedToken[] {
  const vocabulary = object(object(json.model).vocab) as Record<string, number>;
  const size = Object.keys(vocabulary).length;
  const tokens = new Map<string, AddedToken>();
  const nextId = () => Math.max(size, ...[...tokens.values()].map(({ id }) => id + 1));
  const add = (token: JsonObject) => {
    const content = String(token.content ?? '');
    if (content === '') return;
    const known = Object.hasOwn(vocabulary, content) ? vocabulary[content] : undefined;
    const id = tokens.get(content)?.id ?? known ?? nextId();
    const isSpecial = token.special === true;
    tokens.set(content, {
      id,
      content,
      single_word: token.single_word === true,
      lstrip: token.lstrip === true,
      rstrip: token.rstrip === true,
      normalized: token.normalized === undefined ? !isSpecial : token.normalized === true,
      special: isSpecial,
    });
  };
  const ofFile = (Array.isArray(json.added_tokens) ? json.added_tokens : []).map(object);
  const ofConfig = Object.entries(object(config.added_tokens_decoder))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, token]) => object(token));
  if (rebuilt) ofFile.sort((a, b) => Number(a.id) - Number(b.id));
  if (!rebuilt || config.added_tokens_decoder === undefined) for (const token of ofFile) add(token);
  for (const token of ofConfig) add(token);
  for (const value of specialTokens(special)) {
    const known = tokens.get(contentOf(value) ?? '');
    if (known) known.special = true;
    else add({ ...(typeof value === 'string' ? { content: value } : object(value)), special: true });
  }
  return [...tokens.values()];
}

/** The tokens that a configuration names: bos, eos and so on, others of the name `..._token`, and lists of more. */
function specialTokens(special: JsonObject): unknown[] {
  const others = Object.keys(special).filter(
    (key) => key.endsWith('_token') && !SPECIAL_KEYS.includes(key) && typeof special[key] === 'string',
  );
  const named = [...SPECIAL_KEYS, ...others].map((key) => special[key]);
  const extra = Object.values(object(special.extra_special_tokens));
  return [...named, ...(extra.length > 0 ? extra : Object.values(object(special.additional_special_tokens)))];
}

/** The content of a token that is a string or an object. */
export function contentOf(token: unknown): string | undefined {
  if (typeof token === 'string') return token;
  const { content } = object(token);
  return typeof content === 'string' ? content : undefined;
}

/** A value of JSON as an object; what is none has no keys. */
export function object(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}
