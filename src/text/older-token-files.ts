import { contentOf, object, SPECIAL_KEYS } from './read-added-tokens.ts';
import type { JsonObject } from './row.ts';

/** Files beside tokenizer.json that transformers wrote before it had `added_tokens_decoder`. */
export interface OlderTokenFiles {
  /** special_tokens_map.json: special tokens by their role; it counts before tokenizer_config.json. */
  specialTokensMap: JsonObject;
  /** added_tokens.json: ids by token. */
  addedTokens: JsonObject;
}

/**
 * tokenizer_config.json with what the older files add. transformers reads them where it has no `added_tokens_decoder`,
 * and a token of tokenizer.json counts before one of the same id in added_tokens.json.
 */
export function withOlderFiles(json: JsonObject, written: JsonObject, files: OlderTokenFiles): JsonObject {
  const config = underNewName(written);
  if ('added_tokens_decoder' in config) return config;
  const merged = { ...config, ...specialTokens(config, files.specialTokensMap) };
  const older = Object.entries(files.addedTokens);
  if (older.length === 0) return merged;
  const special = specialContents(merged);
  const decoder = older.map(([content, id]) => [
    id,
    { content, normalized: !special.has(content), special: special.has(content) },
  ]);
  const ofFile = (Array.isArray(json.added_tokens) ? json.added_tokens : [])
    .map(object)
    .map((token) => [token.id, token]);
  return { ...merged, added_tokens_decoder: Object.fromEntries([...decoder, ...ofFile]) };
}

/** The list of more special tokens under the name that it has since transformers 5, unless that has one already. */
function underNewName(config: JsonObject): JsonObject {
  const { additional_special_tokens: older, ...rest } = config;
  const has = Object.values(object(config.extra_special_tokens)).length > 0;
  return older === undefined || has ? config : { ...rest, extra_special_tokens: older };
}

function specialTokens(config: JsonObject, map: JsonObject): JsonObject {
  const tokens = Object.entries(map).map(([key, value]) => {
    if (key !== 'extra_special_tokens') return [key, asSpecial(value)];
    return [key, Array.isArray(value) ? [...list(config[key]), ...value.map(asSpecial)] : value];
  });
  return Object.fromEntries(tokens);
}

/** A token with its flags as tokenizer_config.json would write it. */
function asSpecial(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return { ...value, special: true, __type: 'AddedToken' };
}

function specialContents(config: JsonObject): Set<string | undefined> {
  const named = SPECIAL_KEYS.map((key) => config[key]);
  return new Set([...named, ...list(config.extra_special_tokens)].map(contentOf));
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
