import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { lasso } from '../experiments/lasso/lasso.ts';
import { LONDON } from '../text/defaults.ts';
import { addLassoFlags, type LassoFlags } from './lasso-flags.ts';
import { runStudy } from './run-study.ts';

/** Adds the flags and the action of `llmgeo lasso`. */
export function define(command: Command): void {
  addLassoFlags(command).action(run);
}

async function run(texts: string[], flags: LassoFlags, command: Command): Promise<void> {
  const { path, strength, convention, threshold, intercept = false, attentionLayer } = flags;
  if (path && strength !== undefined)
    throw new InputError(
      `--path with --strength ${strength}`,
      '--path goes through 100 strengths of its own: leave one of the two out',
    );
  await runStudy(lasso, texts, flags, command, ({ meta }) => ({
    targets: flags.target ?? (meta.source === LONDON ? lasso.defaults.targets : ['last']),
    convention,
    strength: path ? null : (strength ?? lasso.defaults.strength),
    intercept,
    threshold,
    attentionLayer,
  }));
}
