import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTokenizer, type Tokenizer } from '../../src/text/tokenizer.ts';

const nano = new URL('../../../models/nano-s/tokenizer.json', import.meta.url);

type Json = Record<string, unknown>;

/** A folder of `fixtures/make-family-token-oracles.py`: files by name, and what their vocabulary begins with. */
export type FamilySetting = Json & { first?: string[]; json?: Json };

interface NanoTokenizer {
  model: { vocab: Record<string, number>; merges: string[] };
}

/** The files of such a folder by name; vocabulary and merges are nano-s's. */
export function familyFiles({ first, json, ...files }: FamilySetting): Record<string, string> {
  const written = JSON.parse(readFileSync(nano, 'utf8')) as NanoTokenizer;
  const { vocab, merges } = written.model;
  const tokens = Object.keys(vocab).sort((a, b) => vocab[a] - vocab[b]);
  const rest = tokens.filter((token) => first === undefined || token !== '<|endoftext|>');
  const vocabulary = Object.fromEntries([...(first ?? []), ...rest].map((token, id) => [token, id]));
  const model = { ...written.model, vocab: vocabulary };
  return {
    ...(json
      ? { 'tokenizer.json': JSON.stringify({ ...written, ...json, model }) }
      : {
          'vocab.json': JSON.stringify(vocabulary),
          'merges.txt': `#version: 0.2\n${merges.join('\n')}\n`,
        }),
    ...Object.fromEntries(Object.entries(files).map(([name, content]) => [name, JSON.stringify(content)])),
  };
}

/** The tokenizer of a folder with these files. */
export async function tokenizerOfFiles(files: Record<string, string>): Promise<Tokenizer> {
  const folder = mkdtempSync(join(tmpdir(), 'llmgeo-tokenizer-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return await loadTokenizer(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
