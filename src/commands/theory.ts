import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { THEORY_TEXTS } from '../experiments/theory/texts.ts';
import { type TheoryOptions, theory } from '../experiments/theory/theory.ts';
import { wholeNumber } from './flag-values.ts';
import { optionsFrom, runStudy } from './run-study.ts';
import { addSharedFlags, type SharedFlags } from './shared-flags.ts';

type Flags = SharedFlags & TheoryOptions;

/** Beyond these, float64 has no digits left for the sums. */
const [LEAST_ALPHA, MOST_ALPHA] = [0.001, 10];
/** The exponents are fitted up to n = 10,000 skills, so there must be one more; each is a term of an exact sum. */
const [LEAST_SKILLS, MOST_SKILLS] = [10_001, 10_000_000];

/** Adds the flags and the action of `llmgeo theory`. */
export function define(command: Command): void {
  addSharedFlags(command, THEORY_TEXTS)
    .addOption(
      command
        .createOption('--alpha <list>', 'exponents of the skill distribution k^-(α+1)')
        .argParser(alphas)
        .default(theory.defaults.alpha, theory.defaults.alpha.join(', ')),
    )
    .option(
      '--skills <n>',
      'number of skills M, beside no bound',
      wholeNumber('--skills', LEAST_SKILLS, MOST_SKILLS),
      theory.defaults.skills,
    )
    .action((texts: string[], flags: Flags, command: Command) =>
      runStudy(theory, texts, flags, command, () => optionsFrom(theory, flags)),
    );
}

function alphas(value: string): number[] {
  const numbers = value.split(',').map((part) => {
    const number = Number(part);
    if (part.trim() !== '' && number >= LEAST_ALPHA && number <= MOST_ALPHA) return number;
    throw new InputError(
      `--alpha ${JSON.stringify(part)} is not a number from ${LEAST_ALPHA} to ${MOST_ALPHA}`,
      `give one or more separated by commas, as --alpha ${theory.defaults.alpha.join(',')}`,
    );
  });
  return [...new Set(numbers)];
}
