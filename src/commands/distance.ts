import type { Command } from 'commander';
import { InputError } from '../errors.ts';
import { distanceFigure } from '../experiments/distance/figure.ts';
import { checkTexts, type DistanceSettings, measureAllDistances } from '../experiments/distance/measure.ts';
import { distanceColumns, distanceRows, distanceSummary } from '../experiments/distance/rows.ts';
import { identityColumns } from '../experiments/identity.ts';
import { emit, openOutput } from '../io/emit.ts';
import { renderPlot } from '../io/render-plot.ts';
import { DEFAULT_GAMMA } from '../metrics/jensen-shannon.ts';
import {
  checkDistanceOptions,
  DEFAULT_RIDGE,
  DISTANCES,
  type DistanceName,
} from '../metrics/sentence-distance.ts';
import { DEFAULT_UMAP } from '../metrics/umap.ts';
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
  positiveNumber,
  type SharedFlags,
  showsProgress,
} from './shared-flags.ts';

interface Flags extends SharedFlags {
  metric: DistanceName[];
  gamma: number;
  ridge: number;
  matrix?: boolean;
}

/** 0 is let through: js and frobenius need no ridge. */
function ridge(value: string): number {
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
    .option(
      '--gamma <gamma>',
      'scale of the covariances in js',
      positiveNumber('--gamma', DEFAULT_GAMMA),
      DEFAULT_GAMMA,
    )
    .addOption(
      command
        .createOption('--ridge <delta>', 'added to the covariances in logdet, riemann and logeuclidean')
        .argParser(ridge)
        .default(DEFAULT_RIDGE, DEFAULT_RIDGE.toExponential()),
    )
    .option('--matrix', 'one row per text with its distances to all, in place of one row per pair')
    .action(run);
}

async function run(texts: string[], flags: Flags): Promise<void> {
  checkDistanceOptions(flags.metric, flags);
  const output = await openOutput(flags);
  const input = await readInput(inputRequest(texts, flags), countryInput());
  checkTexts(input.texts.length);
  const result = await measure(input, flags);
  await emit(result, output);
  if (output.plot) await renderPlot(distanceFigure(result, flags), output.plot);
}

async function measure(input: Input, flags: Flags): Promise<Result> {
  const { metric, gamma, ridge, seed } = flags;
  const square = flags.matrix ?? false;
  const settings: DistanceSettings = { metrics: metric, gamma, ridge, seed };
  const rows: Result['rows'] = [];
  const models: Json[] = [];
  const distances: Json[] = [];
  for await (const run of openModels(modelRequest(flags), input.texts)) {
    for (const measured of await measureAllDistances(run, settings, showsProgress(flags))) {
      for (const row of distanceRows(measured, square)) rows.push(row);
      distances.push(distanceSummary(measured));
    }
    models.push(await run.describe());
  }
  const { neighbors, minDist } = DEFAULT_UMAP;
  const options = { metric, gamma, ridge, neighbors, min_dist: minDist, seed, matrix: square };
  return {
    meta: metaOf('distance', { ...options, max_tokens: flags.maxTokens ?? null }, input.meta, models),
    columns: [...identityColumns(flags.control ?? false), ...distanceColumns(input.texts, square)],
    rows,
    summary: { gamma, ridge, distances },
  };
}
