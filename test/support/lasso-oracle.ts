import { readFileSync } from 'node:fs';
import { decodeTensors, type GoldenMetrics, type GoldenTensor } from './goldens.ts';

/** One Lasso, exact to rounding. */
export interface OracleLasso {
  lambda: number;
  intercept: number | null;
  coefficients: GoldenTensor;
  /** Positions, largest coefficient first. */
  picks: number[];
  objective: number;
  /** Relative squared errors: of the least-squares fit on the picks, and of the coefficients themselves. */
  refit_error: number;
  fit_error: number;
}

export interface OracleTarget {
  target: string;
  position: number;
  sklearn: OracleLasso;
  sklearn_intercept: OracleLasso;
  paper: OracleLasso;
  /** Of the last block, self included. */
  attention: GoldenTensor;
  attention_mean_of_blocks: GoldenTensor;
  attention_picks: number[];
  attention_refit_error: number;
}

export interface LassoOracle {
  sentence: string;
  models: Record<'nano-xs' | 'nano-l', { ids: number[]; dim: number; targets: OracleTarget[] }>;
  /** `lasso_path` of the case t33 of tiny-a: 100 alphas, and the coefficients at some of them. */
  path: { alphas: GoldenTensor; points: number[]; coefficients: GoldenTensor; picks: number[] };
  /** More rows than dimensions, with repeated ones. */
  repeated: { states: GoldenTensor; solutions: { lambda: number; objective: number }[] };
}

/** What scikit-learn says of the paper's sentence, of a path, and of repeated rows. */
export function lassoOracle(): LassoOracle {
  const file = new URL('../../../fixtures/oracles/lasso.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'), decodeTensors);
}

/** scikit-learn's Lasso of the last row of a golden case, by setting: `lambda=0.01`, `sklearn alpha=1e-4 ...`. */
export interface GoldenLasso {
  coef: number[];
  picks: number[];
  objective?: number;
  equivalent_lambda?: number;
  intercept?: number;
}

/** The settings of a golden case, by name; none for a text of one token. */
export function goldenLasso(metrics: GoldenMetrics): [string, GoldenLasso][] {
  return Object.entries((metrics as { lasso_last?: Record<string, GoldenLasso> }).lasso_last ?? {});
}
