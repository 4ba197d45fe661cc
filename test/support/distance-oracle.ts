import { readFileSync } from 'node:fs';
import type { DistanceName } from '../../src/metrics/sentence-distance.ts';
import { decodeTensors, type GoldenTensor } from './goldens.ts';
import type { Rows } from './sentences.ts';

/** What mpmath says, at 60 digits, of the distances between texts a < b, keyed by metric and γ or δ: `js 100`. */
export interface DistanceOracle {
  states: GoldenTensor[];
  distances: Record<string, number[]>;
}

interface DistanceFile {
  /** Texts of nano-xs, with the token ids. */
  prompts: DistanceOracle & {
    model: string;
    ids: number[][];
    /** Largest relative difference of the distances after PyTorch's float32 forward pass. */
    float32_difference: Record<string, number>;
  };
  /** Texts that a formula may stumble over, by name. */
  odd: DistanceOracle & { names: string[] };
}

export function distanceOracle(): DistanceFile {
  return read('distance.json');
}

/** Two texts that break a careless formula, and what mpmath says of the distances between them. */
interface HostilePair {
  name: string;
  states: GoldenTensor[];
  /** By metric and γ or δ. */
  distances: Record<string, number>;
}

export function hostilePairs(): HostilePair[] {
  return read<{ pairs: HostilePair[] }>('hostile-distance.json').pairs;
}

function read<T>(name: string): T {
  const file = new URL(`../../../fixtures/oracles/${name}`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'), decodeTensors);
}

export function statesOf({ states }: DistanceOracle): Rows[] {
  return states.map(({ shape: [n, d], data }) => ({ n, d, data }));
}

/** The metric and its γ or δ that a key names. */
export function settingOf(key: string): { metric: DistanceName; options: { gamma: number; ridge: number } } {
  const [metric, value] = key.split(' ');
  return { metric: metric as DistanceName, options: { gamma: Number(value), ridge: Number(value) } };
}

/** The pairs a < b of n texts in the order of the oracle. */
export function* pairsOf(n: number): Generator<[number, number]> {
  for (let a = 0; a < n; a++) for (let b = a + 1; b < n; b++) yield [a, b];
}
