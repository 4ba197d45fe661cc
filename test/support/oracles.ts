import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeTensors, type GoldenTensor } from './goldens.ts';

export const NANO_NAMES = ['nano-xs', 'nano-s', 'nano-m', 'nano-l'] as const;

/** What transformers and NumPy make of the first 512 held-out tokens, in float64; fixtures/README.md has the shapes. */
export interface NanoOracle {
  ids: number[];
  positions: number[];
  hidden: GoldenTensor;
  last_raw: GoldenTensor;
  attention_rows: number[];
  attention_head_mean: GoldenTensor;
  sigma: number;
  information_gain: GoldenTensor;
}

export function nanoOracle(name: string): NanoOracle {
  const file = new URL(`../../../fixtures/oracles/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'), decodeTensors);
}

/** The folder of an embedded model. */
export function embeddedModel(name: string): string {
  return fileURLToPath(new URL(`../../../models/${name}`, import.meta.url));
}
