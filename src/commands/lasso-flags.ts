import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import type { AttentionLayer } from '../experiments/lasso/attention.ts';
import { type Convention, DEFAULT_STRENGTH } from '../experiments/lasso/options.ts';
import { parseTarget, type TargetName } from '../experiments/lasso/targets.ts';
import { DEFAULT_THRESHOLD } from '../metrics/selection.ts';
import { LONDON } from '../text/defaults.ts';
import { choice, positiveNumber, wholeNumber } from './flag-values.ts';
import { addSharedFlags, type SharedFlags } from './shared-flags.ts';

/** The flags of `llmgeo lasso`, as commander hands them over. */
export interface LassoFlags extends SharedFlags {
  target?: TargetName[];
  convention: Convention;
  strength?: number;
  intercept?: boolean;
  threshold: number;
  attentionLayer: AttentionLayer;
  path?: boolean;
}

/** Adds the flags of `llmgeo lasso`. */
export function addLassoFlags(command: Command): Command {
  return addSharedFlags(command, LONDON)
    .option(
      '--target <token>',
      "last (default; China, ? and No of the paper's sentence), all, a position, a word, or id:N; repeat it for more",
      (value: string): TargetName[] => [parseTarget(value)],
    )
    .addOption(
      choice(
        command,
        '--convention <name>',
        'whether the strength is the alpha of sklearn (λ = 2 d alpha) or the λ of the paper',
        ['sklearn', 'paper'],
      ).default('sklearn'),
    )
    .option(
      '--strength <number>',
      `alpha or λ, by convention (${DEFAULT_STRENGTH})`,
      positiveNumber('--strength', DEFAULT_STRENGTH),
    )
    .option('--intercept', "fit an intercept too, as scikit-learn's Lasso does by default")
    .option(
      '--threshold <weight>',
      'a coefficient or attention weight above this is a pick; a negative one never is',
      positiveNumber('--threshold', DEFAULT_THRESHOLD),
      DEFAULT_THRESHOLD,
    )
    .option(
      '--attention-layer <block>',
      'the attention of the block below each --layer, of the last block, of one (0 to L-1), or the mean of all',
      attentionLayer,
      'below',
    )
    .option('--path', 'the whole regularisation path: 100 strengths, as lasso_path of scikit-learn');
}

function attentionLayer(value: string): AttentionLayer {
  if (value === 'below' || value === 'last' || value === 'mean') return value;
  if (/^\d+$/.test(value)) return wholeNumber('--attention-layer', 0)(value);
  throw new InputError(
    `--attention-layer ${JSON.stringify(value)} is unknown`,
    'use below, last, mean, or the number of a block, counted from 0',
  );
}
