import { InputError } from '../../errors.ts';
import { DEFAULT_GAMMA } from '../../metrics/jensen-shannon.ts';
import { DEFAULT_RIDGE, type DistanceName, type MetricOptions } from '../../metrics/sentence-distance.ts';
import type { Steps } from '../../metrics/steps.ts';
import { DEFAULT_UMAP } from '../../metrics/umap.ts';
import { countryInput } from '../../text/prompts.ts';
import type { Experiment, ModelRecords } from '../experiment.ts';
import { identityColumns } from '../identity.ts';
import { separationAnswer } from '../separation-answer.ts';
import { distanceFigure, distanceOfSummary } from './figure.ts';
import { distanceColumns, distanceTable, type MeasuredDistances } from './rows.ts';
import { type DistancePart, distanceMatrix, distanceTiles } from './tiles.ts';
import { viewSteps } from './view.ts';

/** What decides the distances between texts, and how they are listed. */
export interface DistanceOptions extends MetricOptions {
  metric: readonly DistanceName[];
  /** One row per text in place of one per pair. */
  matrix: boolean;
  /** Of the layout, and of what is drawn at random in the separation. */
  seed: number;
}

/** Distances between the covariances of sentences (section 4.3, appendix A, Figs 5 and 6). */
export const distance: Experiment<DistanceOptions, never, DistancePart> = {
  name: 'distance',
  defaults: { metric: ['js'], gamma: DEFAULT_GAMMA, ridge: DEFAULT_RIDGE, matrix: false, seed: 0 },
  texts: countryInput,
  described: ({ metric, gamma, ridge, seed, matrix }, maxTokens) => {
    const { neighbors, minDist } = DEFAULT_UMAP;
    const umap = { neighbors, min_dist: minDist, seed };
    return { metric: [...metric], gamma, ridge, ...umap, matrix, max_tokens: maxTokens };
  },
  columns: ({ matrix }, { control, texts }) => [
    ...identityColumns(control),
    ...distanceColumns(texts, matrix),
  ],
  begin: (model, texts, { metric, ...options }) => {
    checkTexts(texts.length);
    const layers = [...model.layers];
    return {
      capture: { hidden: layers, gram: layers },
      together: distanceTiles(model, texts, metric, options),
    };
  },
  *table(runs, options) {
    const distances: MeasuredDistances[] = [];
    for (const run of runs) distances.push(...(yield* distancesOf(run, options)));
    return distanceTable(distances, options);
  },
  figure: distanceFigure,
  answer: separationAnswer,
  saved: [
    {
      mark: 'distance',
      numbers: ['a', 'b', 'distance'],
      names: ['model', 'metric'],
      ofSummary: distanceOfSummary,
    },
    // a column for every text
    { mark: 'metric', numbers: ['a'], names: ['model'], ofSummary: distanceOfSummary },
  ],
};

/** All distances of one model, with what they say of the texts. */
export function* distancesOf(
  run: ModelRecords<never, DistancePart>,
  { metric: names, seed }: Pick<DistanceOptions, 'metric' | 'seed'>,
): Steps<MeasuredDistances[]> {
  const { model, texts } = run;
  const measured: MeasuredDistances[] = [];
  for (const layer of model.layers)
    for (const metric of names) {
      const distances = distanceMatrix(run, layer, metric);
      const view = yield* viewSteps(texts, distances, seed);
      measured.push({ identity: model.identity, layer, texts, metric, distances, ...view });
    }
  return measured;
}

/** @throws InputError for fewer than two texts, between which there is no distance */
export function checkTexts(texts: number): void {
  if (texts < 2)
    throw new InputError(
      `a distance is between two texts, but there ${texts === 1 ? 'is 1' : `are ${texts}`}`,
      'give a second text',
    );
}
