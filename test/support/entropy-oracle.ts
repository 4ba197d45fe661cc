import { readFileSync } from 'node:fs';
import { decodeTensors, type GoldenCase, type GoldenTensor } from './goldens.ts';

/** What NumPy says of the entropies of one set of states. */
export interface EntropyCase {
  states: GoldenTensor;
  rate_distortion: Record<string, { entropy: number; normalized: number; ceiling: number }>;
  matrix_entropy: number;
  matrix_entropy_centered: number | null;
  stable_rank: number;
}

export interface PowerLawOracle {
  slope: number;
  prefactor: number;
  r2: number;
}

/** What NumPy and SciPy say of the ranks of a corpus in five models. */
export interface CorpusFit {
  eq1: number[];
  fit: PowerLawOracle;
  null: PowerLawOracle;
  offset: { offset: number; prefactor: number; exponent: number; sse: number };
}

export interface EntropyOracle {
  cases: Record<string, EntropyCase>;
  corpus: {
    parameters: number[];
    dims: number[];
    /** By model, then by text. */
    matrix_entropy: number[][];
    log: CorpusFit;
    rank: CorpusFit;
  };
}

/** fixtures/oracles/entropy.json. */
export function entropyOracle(): EntropyOracle {
  const file = new URL('../../../fixtures/oracles/entropy.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'), decodeTensors);
}

/** What theory.json holds of the entropy and of power laws. */
export interface EntropyTheory {
  fits: {
    x: number[];
    y: number[];
    loglog?: { lam: number; gamma: number; r2: number };
    offset: { L0: number; lam: number; gamma: number; sse: number };
    curve_fit: { L0: number; lam: number; gamma: number; sse: number };
    truth: { noise: number };
  }[];
  eq1: { d: number; r: number; n: number; eps: number; L_norm: number; eq1?: number; cap?: number }[];
  eq1_table: { x: number; eps: number; value: number }[];
}

/** fixtures/goldens/theory.json. */
export function entropyTheory(): EntropyTheory {
  const file = new URL('../../../fixtures/goldens/theory.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** |found - expected| as a share of expected, which may be 0 only where found is. */
export function relative(found: number, expected: number): number {
  return found === expected ? 0 : Math.abs(found - expected) / Math.abs(expected);
}

/** What a golden file holds of the entropies of one text in one layer. */
export interface EntropyMetrics {
  d: number;
  entropy: Record<string, { L: number; norm: number }>;
  matrix_entropy: { nats: number; norm_log_d: number; effective_rank: number };
  /** Absent for one token. */
  matrix_entropy_centered?: EntropyMetrics['matrix_entropy'];
  stable_rank: number;
}

/** The entropies of a golden case by layer: `last`, `layer2`, ... */
export function entropyMetrics(entry: GoldenCase): Record<string, EntropyMetrics> {
  return entry.metrics as unknown as Record<string, EntropyMetrics>;
}
