import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { entropyFigure } from '../experiments/entropy/figure.ts';
import { publishedEntropyFigure } from '../experiments/entropy/figure-published.ts';
import type { ModelSize, RankMean, SummaryOptions } from '../experiments/entropy/groups.ts';
import { PUBLISHED_COLUMNS, publishedRows, summarizePublished } from '../experiments/entropy/published.ts';
import { summarizeEntropy } from '../experiments/entropy/summary.ts';
import { ENTROPY_COLUMNS, type EntropyRow, measureEntropy } from '../experiments/entropy/text.ts';
import { identityColumns } from '../experiments/identity.ts';
import { emit, openOutput } from '../io/emit.ts';
import { renderPlot } from '../io/render-plot.ts';
import { DEFAULT_EPS } from '../metrics/rate-distortion.ts';
import type { Json, Result } from '../report/result.ts';
import { type Input, readInput } from '../run/input.ts';
import { metaOf } from '../run/meta.ts';
import { openModels } from '../run/model-run.ts';
import { HELDOUT, heldoutDocuments } from '../text/defaults.ts';
import {
  addSharedFlags,
  choice,
  inputRequest,
  modelRequest,
  positiveNumber,
  type SharedFlags,
} from './shared-flags.ts';

interface Flags extends SharedFlags {
  eps: number;
  published?: boolean;
  rankMean: RankMean;
  center: boolean;
  parameters: SummaryOptions['parameters'];
}

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
    .option('--eps <eps>', 'distortion of Def 3.1', positiveNumber('--eps', DEFAULT_EPS), DEFAULT_EPS)
    .option('--published', 'Fig 1 from the published entropies, without running a model')
    .addOption(
      choice(
        command,
        '--rank-mean <mean>',
        'rank of a corpus: log (exp of the mean entropy) or rank (mean of the effective ranks)',
        ['log', 'rank'],
      ).default('log'),
    )
    .option('--no-center', 'matrix entropy without centring the states over the tokens')
    .addOption(
      choice(command, '--parameters <count>', 'size of a model: total, or non-embedding parameters', [
        'total',
        'non-embedding',
      ]).default('total'),
    )
    .action(run);
}

async function run(texts: string[], flags: Flags, command: Command): Promise<void> {
  if (flags.published) refuseModelFlags(texts, command);
  const output = await openOutput(flags);
  const result = flags.published
    ? await published(flags)
    : await measure(await readInput(inputRequest(texts, flags), await heldoutDocuments()), flags);
  await emit(result, output);
  if (!output.plot) return;
  await renderPlot((flags.published ? publishedEntropyFigure : entropyFigure)(result, flags), output.plot);
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

async function published({ eps, parameters }: Flags): Promise<Result> {
  const { rows, input } = await publishedRows({ eps, parameters });
  return {
    meta: metaOf('entropy', { published: true, eps, parameters }, input, []),
    columns: PUBLISHED_COLUMNS,
    rows,
    summary: summarizePublished(rows, { eps, parameters }),
  };
}

async function measure(input: Input, flags: Flags): Promise<Result> {
  const { eps, center, rankMean, parameters, seed } = flags;
  const rows: EntropyRow[] = [];
  const sizes: ModelSize[] = [];
  const models: Json[] = [];
  for await (const run of openModels(modelRequest(flags), input.texts)) {
    for (const row of await measureEntropy(run, { eps, center })) rows.push(row);
    const { model, revision } = run.identity;
    sizes.push({ model, revision, blocks: run.runner.shape.blocks, parameters: run.parameters });
    models.push(await run.describe());
  }
  const options = { published: false, eps, center, rank_mean: rankMean, parameters };
  return {
    meta: metaOf('entropy', { ...options, max_tokens: flags.maxTokens ?? null, seed }, input.meta, models),
    columns: [...identityColumns(flags.control ?? false), ...ENTROPY_COLUMNS],
    rows,
    summary: summarizeEntropy(rows, sizes, { eps, rankMean, parameters, seed }),
  };
}
