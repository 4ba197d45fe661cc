import type { AddedToken } from './added-tokens.ts';
import type { JsonObject } from './row.ts';

/** The roles that every tokenizer's special tokens may have. */
export const SPECIAL_KEYS = [
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
  const before = new Map(tokens);
  for (const value of specialTokens(special)) {
    const known = before.get(contentOf(value) ?? '');
    if (known) known.special = true;
    else add({ ...(typeof value === 'string' ? { content: value } : object(value)), special: true });
  }
  return [...tokens.values()];
}

/**
 * The tokens that a configuration names: bos, eos and so on; those of other roles, which are keys of the form
 * `..._token` or lie in an object of their own; and a list of more.
 */
function specialTokens(special: JsonObject): unknown[] {
  const { extra_special_tokens: extra, additional_special_tokens: older } = special;
  const others = Object.entries(special).filter(
    ([key]) => key.endsWith('_token') && !SPECIAL_KEYS.includes(key),
  );
  const strings = others.filter(([, value]) => typeof value === 'string');
  const inObject = Object.entries(Array.isArray(extra) ? {} : object(extra));
  const explicit = [...strings, ...inObject];
  const ofRoles = Object.fromEntries([
    ...others.filter(([, value]) => typeof value !== 'string' && isToken(value)),
    ...(explicit.length > 0 ? explicit : Object.entries(object(special.model_specific_special_tokens))),
  ]);
  const list = Array.isArray(extra) ? extra : older;
  return [
    ...SPECIAL_KEYS.map((key) => special[key]),
    ...Object.values(ofRoles),
    ...(Array.isArray(list) ? list.filter(isToken) : []),
  ];
}

function isToken(value: unknown): boolean {
  return typeof value === 'string' || object(value).__type === 'AddedToken';
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
