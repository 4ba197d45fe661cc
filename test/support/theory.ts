import { readFileSync } from 'node:fs';
import { decodeTensors, type GoldenTensor } from './goldens.ts';

interface GoldenFit {
  lam: number;
  gamma: number;
  r2: number;
}

/** The skill model by NumPy: section 3's sums over all M skills, and fits to them. */
export interface GoldenSkills {
  M: number;
  alpha: number;
  B: number;
  C: number;
  Delta: number;
  n: number[];
  H: number[];
  S: number[];
  fit_n: GoldenFit;
  fit_S: GoldenFit;
  fit_n_without_subtracting_C: GoldenFit;
  fit_offset: { L0: number; lam: number; gamma: number };
}

interface GoldenDiscrete {
  py: number[];
  pxy: number[][];
  HX: number;
  HXY: number;
  rhs: number;
  family: { theta: number[]; H: number; HXY: number; C: number }[];
  counter: { pxy: number[][]; C: number };
  ctx: { base: number; good: number; bad: number; good_pxy: number[][]; bad_pxy: number[][] };
}

interface GoldenDataset {
  rows: {
    alpha: number;
    sum_p2_inf: number;
    sum_p2_M1e6: number;
    approx1: number;
    approx2: number;
    Z_inf: number;
    Z_M1e6: number;
    one_over_alpha: number;
  }[];
}

export interface TheoryGolden {
  skills: GoldenSkills[];
  discrete: GoldenDiscrete;
  dataset: GoldenDataset;
}

export interface TheoryOracle {
  zeta: { s: number; a: number; value: number }[];
  expansion: { weights: GoldenTensor; values: GoldenTensor; error: GoldenTensor };
  fisher: {
    theta: number[];
    step: number[];
    divergence: number;
    squared_difference: number;
    quadratic: number;
  };
  theorem_4_1: { gram: GoldenTensor; cases: { sigma: number; printed: number }[] };
}

const FIXTURES = new URL('../../../fixtures/', import.meta.url);

/** goldens/theory.json. */
export function theoryGolden(): TheoryGolden {
  return JSON.parse(readFileSync(new URL('goldens/theory.json', FIXTURES), 'utf8'));
}

/** oracles/theory.json, made by fixtures/make-theory-oracles.py. */
export function theoryOracle(): TheoryOracle {
  return JSON.parse(readFileSync(new URL('oracles/theory.json', FIXTURES), 'utf8'), decodeTensors);
}

/** |a / b - 1|, or |a| where b is 0. */
export function relative(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : Math.abs(a / b - 1);
}
