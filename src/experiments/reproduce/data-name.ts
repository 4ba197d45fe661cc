import { basename } from 'node:path';
import type { Json } from '../../report/result.ts';

/** Characters of a hash that tell files apart. */
const HASH_LENGTH = 12;

/** What claims call the corpus: its name and the beginning of its hash, never where it lies on this machine. */
export function corpusName(meta: Record<string, Json>, texts: number, maxTokens: number): string {
  const counts = [`${texts} text${texts === 1 ? '' : 's'}`, `${maxTokens} tokens at most`];
  const hashes = namesIn(meta.file_sha256).map((hash) => hash.slice(0, HASH_LENGTH));
  if (hashes.length > 0) counts.push(`sha256 ${hashes.join(', ')}`);
  return `${sourceName(meta)} (${counts.join(', ')})`;
}

/** The data set or the files by their names, else what the texts come from. */
export function sourceName({ dataset, file, source }: Record<string, Json>): string {
  const names = [dataset, file, source].map(namesIn).find((found) => found.length > 0) ?? ['texts'];
  return names.map(fileName).join(', ');
}

/** One name, or a list of them. */
function namesIn(value: Json | undefined): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((name) => typeof name === 'string').filter((name) => name !== '');
}

/** The last part of a path, of either system; a name that is no path stays as it is. */
function fileName(name: string): string {
  return basename(name.replaceAll('\\', '/')) || name;
}
