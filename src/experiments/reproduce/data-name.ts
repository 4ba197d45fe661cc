import { basename } from 'node:path';
import type { Json } from '../../report/result.ts';

/** Characters of a hash that tell files apart. */
const HASH_LENGTH = 12;

/** What claims call the corpus: its name and the beginning of its hash, never where it lies on this machine. */
export function corpusName(meta: Record<string, Json>, texts: number, maxTokens: number): string {
  const { file_sha256: hash } = meta;
  const counts = [`${texts} text${texts === 1 ? '' : 's'}`, `${maxTokens} tokens at most`];
  if (typeof hash === 'string') counts.push(`sha256 ${hash.slice(0, HASH_LENGTH)}`);
  return `${sourceName(meta)} (${counts.join(', ')})`;
}

/** The file or data set by its name, else what the texts come from. */
export function sourceName({ file, dataset, source }: Record<string, Json>): string {
  const name = [file, dataset, source].find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? fileName(name) : 'texts';
}

/** The last part of a path, of either system; a name that is no path stays as it is. */
function fileName(name: string): string {
  return basename(name.replaceAll('\\', '/')) || name;
}
