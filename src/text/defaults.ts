import { fileURLToPath } from 'node:url';
import { LONDON_SENTENCE } from './london.ts';
import { readTexts } from './read.ts';
import type { Text } from './text.ts';

/** What a command runs on where no text is given. */
export interface DefaultInput {
  texts: Text[];
  /** What `meta`, the help and a note call it. */
  source: string;
  /** sha256 of the file it comes from, if any. */
  hash?: string;
}

/** The 64 held-out documents of the embedded models, the default corpus of `entropy` and `reproduce`. */
export const HELDOUT_FILE = fileURLToPath(new URL('../../../models/heldout.jsonl', import.meta.url));

/** What the default inputs are called. */
export const LONDON = "the paper's London sentence";
export const HELDOUT = 'the 64 held-out documents';

export function londonSentence(): DefaultInput {
  return { texts: [{ index: 0, text: LONDON_SENTENCE }], source: LONDON };
}

export async function heldoutDocuments(): Promise<DefaultInput> {
  const { texts, files } = await readTexts({ texts: [], file: [HELDOUT_FILE] });
  return { texts, hash: files[0].hash!, source: HELDOUT };
}
