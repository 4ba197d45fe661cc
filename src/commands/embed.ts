import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { type EmbedOptions, measureEmbeddings } from '../experiments/embed/embedding.ts';
import { embedFigure } from '../experiments/embed/figure.ts';
import { embedColumns, embedRows, embedSummary } from '../experiments/embed/rows.ts';
import { VECTOR_KINDS, type VectorKind } from '../experiments/embed/vectors.ts';
import { identityColumns } from '../experiments/identity.ts';
import { emit, openOutput } from '../io/emit.ts';
import { renderPlot } from '../io/render-plot.ts';
import { DEFAULT_UMAP, LARGEST_MIN_DIST } from '../metrics/umap.ts';
import type { Json, Result } from '../report/result.ts';
import { type Input, readInput } from '../run/input.ts';
import { metaOf } from '../run/meta.ts';
import { openModels } from '../run/model-run.ts';
import { COUNTRIES, countryInput } from '../text/prompts.ts';
import {
  addSharedFlags,
  choices,
  inputRequest,
  modelRequest,
  type SharedFlags,
  showsProgress,
  wholeNumber,
} from './shared-flags.ts';

interface Flags extends SharedFlags, EmbedOptions {
  vector: VectorKind[];
}

function minDist(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number >= 0 && number <= LARGEST_MIN_DIST) return number;
  throw new InputError(
    `--min-dist ${JSON.stringify(value)} is not a number from 0 to ${LARGEST_MIN_DIST}`,
    `the default is ${DEFAULT_UMAP.minDist}`,
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
      DEFAULT_UMAP.neighbors,
    )
    .option('--min-dist <distance>', 'how close texts may come in the UMAP', minDist, DEFAULT_UMAP.minDist)
    .action(run);
}

async function run(texts: string[], flags: Flags): Promise<void> {
  const output = await openOutput(flags);
  const input = await readInput(inputRequest(texts, flags), countryInput());
  const result = await measure(input, flags);
  await emit(result, output);
  if (output.plot) await renderPlot(embedFigure(result, flags), output.plot);
}

async function measure(input: Input, flags: Flags): Promise<Result> {
  const { vector, neighbors, minDist, seed } = flags;
  const rows: Result['rows'] = [];
  const models: Json[] = [];
  const embeddings: Json[] = [];
  for await (const run of openModels(modelRequest(flags), input.texts)) {
    const settings = { neighbors, minDist, seed };
    for (const embedding of await measureEmbeddings(run, vector, settings, showsProgress(flags))) {
      for (const row of embedRows(embedding)) rows.push(row);
      embeddings.push(embedSummary(embedding));
    }
    models.push(await run.describe());
  }
  const options = { vector, neighbors, min_dist: minDist, seed, max_tokens: flags.maxTokens ?? null };
  return {
    meta: metaOf('embed', options, input.meta, models),
    columns: [...identityColumns(flags.control ?? false), ...embedColumns(input.texts)],
    rows,
    summary: { embeddings },
  };
}
