import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTokenizer, type Tokenizer } from '../../src/text/tokenizer.ts';

const root = new URL('../../../', import.meta.url);
const nano = new URL('models/nano-s/', root);

type Json = Record<string, unknown>;

/** Pythia's tokenizer, where the shared data folder has it. */
export const pythiaFile = new URL('../shared/data/20B_tokenizer.json', root);

/** What replaces keys of nano-s's tokenizer.json and tokenizer_config.json, and the older files beside them. */
export type Settings = Record<string, [Json, Json, ...Json[]]>;

/** A tokenizer of `fixtures/make-token-oracles.py`: nano-s's under these settings, or Pythia's own. */
export async function tokenizerUnder(name: string, settings: Settings): Promise<Tokenizer> {
  if (name === 'pythia')
    return withTokenizer(readFileSync(pythiaFile, 'utf8'), nanoFile('tokenizer_config.json'));
  const [json, config, ...older] = settings[name];
  return withTokenizer(changed('tokenizer.json', json), changed('tokenizer_config.json', config), older);
}

/** A tokenizer of these files. */
export async function withTokenizer(json: string, config?: string, older: Json[] = []): Promise<Tokenizer> {
  const folder = mkdtempSync(join(tmpdir(), 'llmgeo-tokenizer-'));
  try {
    writeFileSync(join(folder, 'tokenizer.json'), json);
    if (config !== undefined) writeFileSync(join(folder, 'tokenizer_config.json'), config);
    ['special_tokens_map.json', 'added_tokens.json'].forEach((name, i) => {
      if (older[i] !== undefined) writeFileSync(join(folder, name), JSON.stringify(older[i]));
    });
    return await loadTokenizer(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One of nano-s's files with some of its keys replaced, or taken away where null stands for a special token. */
export function changed(file: string, changes: Json): string {
  const content = { ...(JSON.parse(nanoFile(file)) as Json), ...changes };
  for (const [key, value] of Object.entries(changes))
    if (value === null && key.endsWith('_token')) delete content[key];
  return JSON.stringify(content);
}

function nanoFile(file: string): string {
  return readFileSync(new URL(file, nano), 'utf8');
}
