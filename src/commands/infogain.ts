import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { infogain } from '../experiments/infogain/infogain.ts';
import type { By } from '../experiments/infogain/rows.ts';
import { LONDON } from '../text/defaults.ts';
import { choice, positiveNumber } from './flag-values.ts';
import { runStudy } from './run-study.ts';
import { addSharedFlags, type SharedFlags } from './shared-flags.ts';

interface Flags extends SharedFlags {
  sigma: number;
  by?: By;
  asPrinted?: boolean;
  bound: boolean;
}

/** Adds the flags and the action of `llmgeo infogain`. */
export function define(command: Command): void {
  addSharedFlags(command, LONDON)
    .option(
      '--sigma <sigma>',
      'standard deviation of the noise',
      positiveNumber('--sigma', infogain.defaults.sigma),
      infogain.defaults.sigma,
    )
    .addOption(
      choice(command, '--by <what>', 'token (one text) or length (mean over several texts)', [
        'token',
        'length',
      ]),
    )
    .option('--as-printed', 'also Theorem 4.1 as the paper prints it, which is not the gain')
    .option('--no-bound', 'without the bound, which takes longer than all else on many short texts')
    .action(run);
}

async function run(texts: string[], flags: Flags, command: Command): Promise<void> {
  await runStudy(infogain, texts, flags, command, (input) => {
    const by = flags.by ?? (input.texts.length > 1 ? 'length' : 'token');
    if (flags.asPrinted && by === 'length')
      throw new InputError(
        '--as-printed with --by length',
        'Theorem 4.1 is about single tokens: add --by token',
      );
    const { sigma, asPrinted = false, bound } = flags;
    return { sigma, by, asPrinted, bound };
  });
}
