import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeTensors, type GoldenStates } from './goldens.ts';

/** What transformers makes of a checkpoint in torch's files, in float64. */
export interface TorchCase extends GoldenStates {
  ids: number[];
  /** Of every prefix of the last layer, in nats. */
  information_gain: number[];
  matrix_entropy: number;
}

export interface TorchOracle {
  sigma: number;
  models: Record<'float16' | 'bfloat16', { cases: Record<string, TorchCase> }>;
  /** By file and tensor: shape, and sha256 of its numbers as torch reads them. */
  files: Record<string, Record<string, { shape: number[]; sha256: string }>>;
}

export function torchOracle(): TorchOracle {
  const file = new URL('../../../fixtures/oracles/torch.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'), decodeTensors);
}

/** A file or folder of fixtures/torch. */
export function torchFixture(name: string): string {
  return fileURLToPath(new URL(`../../../fixtures/torch/${name}`, import.meta.url));
}
