import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { type EmbedOptions, embed } from '../experiments/embed/embed.ts';
import { VECTOR_KINDS } from '../experiments/embed/vectors.ts';
import { LARGEST_MIN_DIST } from '../metrics/umap.ts';
import { COUNTRIES } from '../text/prompts.ts';
import { choices, wholeNumber } from './flag-values.ts';
import { optionsFrom, runStudy } from './run-study.ts';
import { addSharedFlags, type SharedFlags } from './shared-flags.ts';

type Flags = SharedFlags & EmbedOptions;

function minDist(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= 0 && number <= LARGEST_MIN_DIST) return number;
  throw new InputError(
    `--min-dist ${JSON.stringify(value)} is not a number from 0 to ${LARGEST_MIN_DIST}`,
    `the default is ${embed.defaults.minDist}`,
  );
}

/** Adds the flags and the action of `llmgeo embed`. */
export function define(command: Command): void {
  addSharedFlags(command, COUNTRIES)
    .addOption(
      choices(
        command,
        '--vector <kinds>',
        'mean of all tokens, last token, country (last token of the label); a comma list gives each',
        VECTOR_KINDS,
      ).default(['mean'], 'mean'),
    )
    .option(
      '--neighbors <n>',
      'nearest neighbours in the UMAP, the text itself among them',
      wholeNumber('--neighbors', 2),
      embed.defaults.neighbors,
    )
    .option('--min-dist <distance>', 'how close texts may come in the UMAP', minDist, embed.defaults.minDist)
    .action((texts: string[], flags: Flags, command: Command) =>
      runStudy(embed, texts, flags, command, () => optionsFrom(embed, flags)),
    );
}
