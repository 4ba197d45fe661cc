import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { type EntropyOptions, entropy } from '../experiments/entropy/entropy.ts';
import { emit, openOutput } from '../io/emit.ts';
import { renderPlot } from '../io/render-plot.ts';
import { publishedResult } from '../run/published-result.ts';
import { HELDOUT } from '../text/defaults.ts';
import { choice, positiveNumber } from './flag-values.ts';
import { optionsFrom, runStudy } from './run-study.ts';
import { addSharedFlags, type SharedFlags } from './shared-flags.ts';

interface Flags extends SharedFlags, EntropyOptions {
  published?: boolean;
}

const { eps, rankMean, parameters } = entropy.defaults;

/** Flags that change nothing in published numbers, by the name of their value: beside `--published` they are a slip. */
const NOT_WITH_PUBLISHED: Record<string, string> = {
  file: '--file',
  field: '--field',
  dataset: '--dataset',
  ids: '--ids',
  limit: '--limit',
  maxTokens: '--max-tokens',
  bos: '--bos',
  model: '--model',
  revision: '--revision',
  layer: '--layer',
  device: '--device',
  threads: '--threads',
  control: '--control',
  rankMean: '--rank-mean',
  center: '--no-center',
};

/** Adds the flags and the action of `llmgeo entropy`. */
export function define(command: Command): void {
  addSharedFlags(command, HELDOUT)
    .option('--eps <eps>', 'distortion of Def 3.1', positiveNumber('--eps', eps), eps)
    .option('--published', 'Fig 1 from the published entropies, without running a model')
    .addOption(
      choice(
        command,
        '--rank-mean <mean>',
        'rank of a corpus: log (exp of the mean entropy) or rank (mean of the effective ranks)',
        ['log', 'rank'],
      ).default(rankMean),
    )
    .option('--no-center', 'matrix entropy without centring the states over the tokens')
    .addOption(
      choice(command, '--parameters <count>', 'size of a model: total, or non-embedding parameters', [
        'total',
        'non-embedding',
      ]).default(parameters),
    )
    .action(run);
}

async function run(texts: string[], flags: Flags, command: Command): Promise<void> {
  if (!flags.published) return runStudy(entropy, texts, flags, command, () => optionsFrom(entropy, flags));
  refuseModelFlags(texts, command);
  const output = await openOutput(flags);
  const result = await publishedResult(flags);
  await emit(result, output, entropy.answer);
  if (output.plot) await renderPlot(entropy.figure(result, flags), output.plot);
}

function refuseModelFlags(texts: string[], command: Command): void {
  const given = Object.keys(NOT_WITH_PUBLISHED).find((key) => command.getOptionValueSource(key) === 'cli');
  const name = texts.length > 0 ? 'a text' : given && NOT_WITH_PUBLISHED[given];
  if (name)
    throw new InputError(
      `--published with ${name}: the published numbers come without texts and models`,
      `leave out ${name}, or leave out --published to measure models`,
    );
}
