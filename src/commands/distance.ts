import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { checkTexts, type DistanceOptions, distance } from '../experiments/distance/distance.ts';
import { checkDistanceOptions, DISTANCES } from '../metrics/sentence-distance.ts';
import { COUNTRIES } from '../text/prompts.ts';
import { choices, positiveNumber } from './flag-values.ts';
import { optionsFrom, runStudy } from './run-study.ts';
import { addSharedFlags, type SharedFlags } from './shared-flags.ts';

type Flags = SharedFlags & DistanceOptions;

const { gamma, ridge } = distance.defaults;

/** 0 is let through: js and frobenius need no ridge. */
function ridgeOf(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new InputError(`--ridge ${JSON.stringify(value)} is not a number from 0 up`, 'the default is 1e-6');
}

/** Adds the flags and the action of `llmgeo distance`. */
export function define(command: Command): void {
  addSharedFlags(command, COUNTRIES)
    .addOption(
      choices(command, '--metric <metrics>', `a comma list of ${DISTANCES.join(', ')}`, DISTANCES).default(
        ['js'],
        'js',
      ),
    )
    .option('--gamma <gamma>', 'scale of the covariances in js', positiveNumber('--gamma', gamma), gamma)
    .addOption(
      command
        .createOption('--ridge <delta>', 'added to the covariances in logdet, riemann and logeuclidean')
        .argParser(ridgeOf)
        .default(ridge, ridge.toExponential()),
    )
    .option('--matrix', 'one row per text with its distances to all, in place of one row per pair')
    .action(run);
}

async function run(texts: string[], flags: Flags, command: Command): Promise<void> {
  checkDistanceOptions(flags.metric, flags);
  await runStudy(distance, texts, flags, command, (input) => {
    checkTexts(input.texts.length); // before a model is opened
    return optionsFrom(distance, flags);
  });
}
