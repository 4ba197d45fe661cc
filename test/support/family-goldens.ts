import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeTensors, type GoldenTensor } from './goldens.ts';

/** What transformers makes of a tiny checkpoint of GPT-2 or OPT, in float64. */
export interface FamilyGolden {
  sigma: number;
  /** All parameters, tied ones once. */
  parameters: number;
  cases: FamilyCase[];
}

export interface FamilyCase {
  ids: number[];
  /** Each (T, d) of its layer. */
  hidden: GoldenTensor[];
  /** (L, heads, T, T). */
  attention: GoldenTensor;
  /** Of the last layer; nats. */
  information_gain: number;
  /** Of the last layer, centred; null for one token. */
  matrix_entropy: number | null;
}

export const FAMILY_GOLDENS = [
  'gpt2-new',
  'gpt2-erf',
  'opt-pre',
  'opt-post',
  'opt-plain',
  'opt-removed',
] as const;
export type FamilyGoldenName = (typeof FAMILY_GOLDENS)[number];

const FOLDER = new URL('../../../fixtures/goldens/families/', import.meta.url);

export function familyGolden(name: FamilyGoldenName): FamilyGolden {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'), decodeTensors);
}

/** The folder of its checkpoint. */
export function familyModel(name: FamilyGoldenName): string {
  return fileURLToPath(new URL(name, FOLDER));
}
