import type { Json } from '../report/result.ts';
import { inputName } from '../run/input.ts';

/** Characters of a hash that tell files apart. */
const HASH_LENGTH = 12;

/** What claims call the corpus: its name, which is never a path, and the beginning of its hash. */
export function corpusName(meta: Record<string, Json>, texts: number, maxTokens: number): string {
  const counts = [`${texts} text${texts === 1 ? '' : 's'}`, `${maxTokens} tokens at most`];
  const hashes = [meta.file_sha256 ?? []].flat().filter((hash) => typeof hash === 'string');
  if (hashes.length > 0) counts.push(`sha256 ${hashes.map((hash) => hash.slice(0, HASH_LENGTH)).join(', ')}`);
  return `${inputName(meta)} (${counts.join(', ')})`;
}
