import { DEFAULT_THRESHOLD } from '../../metrics/selection.ts';
import type { AttentionLayer } from './attention.ts';
import { PAPER_TARGETS, type TargetName } from './targets.ts';

/** Whether a strength is scikit-learn's alpha or the paper's λ. */
export type Convention = 'sklearn' | 'paper';

/** The paper's λ; as scikit-learn's alpha it is the default. */
export const DEFAULT_STRENGTH = 1e-4;

/** What decides what Lasso and attention select. */
export interface LassoOptions {
  targets: readonly TargetName[];
  convention: Convention;
  /** alpha or λ, by convention; null: the whole regularisation path. */
  strength: number | null;
  intercept: boolean;
  /** A coefficient or attention weight above this is a pick. */
  threshold: number;
  attentionLayer: AttentionLayer;
}

/** Those of the command for the paper's sentence. */
export const LASSO_DEFAULTS: LassoOptions = {
  targets: PAPER_TARGETS,
  convention: 'sklearn',
  strength: DEFAULT_STRENGTH,
  intercept: false,
  threshold: DEFAULT_THRESHOLD,
  attentionLayer: 'below',
};
