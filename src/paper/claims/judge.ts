import { fitPowerLaw, powerLawSlope } from '../../experiments/entropy/fit.ts';
import { CHECKED_TOKENS } from '../../experiments/theory/states.ts';
import { DEFAULT_EPS } from '../../metrics/rate-distortion.ts';
import { seededRandom } from '../../random.ts';
import { countryPrompts } from '../../text/prompts.ts';
import type { CorpusModel } from '../corpus.ts';
import type { PromptModel } from '../prompts.ts';
import type { Claim } from './claim.ts';
import type { WithControl } from './control.ts';
import { bySeed, type CorpusRuns, pairTexts } from './corpus-run.ts';
import { exponentClaims } from './exponents.ts';
import { gainClaims } from './gain.ts';
import { informationClaims } from './information.ts';
import { lassoClaims } from './lasso.ts';
import { scalingClaim } from './scaling.ts';
import { type PromptRun, type PromptRuns, type Silhouettes, separationClaims } from './separation.ts';
import { theorem41Claims, theoremA1Claims } from './theorems.ts';

/** What the claims call the prompts. */
export const PROMPT_DATA = 'the 45 prompts';

/** A model on the corpus with what is judged of it, and the untrained ones of its shape. */
export type CorpusGroup = WithControl<CorpusModel>;
export type PromptGroup = WithControl<PromptModel, Silhouettes>;

/**
 * Judges all claims, in order.
 * @param corpus of each model, with the seed of its untrained ones in the same order for every model
 * @param prompts of the same models in the same order
 * @param data what the claims call the corpus
 * @param seed of the bootstrap, which begins anew for every interval
 */
export function judgeModels(
  corpus: readonly CorpusGroup[],
  prompts: readonly PromptGroup[],
  data: string,
  seed: number,
): Claim[] {
  const random = () => seededRandom(seed);
  const order = ascending(corpus);
  const models = order.map((place) => corpus[place]);
  const views = order.map((place) => prompts[place]);
  return [
    ...corpusClaims(models, data, seed),
    ...separationClaims(promptRuns(views), random),
    ...views.flatMap(({ trained: { run, theoremA1 } }) =>
      theoremA1Claims(run, PROMPT_DATA, theoremA1, random),
    ),
    ...models.flatMap(({ trained: { run, theorem41 } }) =>
      theorem41Claims(run, `${data}, first ${CHECKED_TOKENS} tokens`, theorem41),
    ),
    ...exponentClaims(),
  ];
}

/** Claims 1 to 6, about the corpus, of models from the smallest to the largest. */
export function corpusClaims(models: readonly CorpusGroup[], data: string, seed: number): Claim[] {
  const random = () => seededRandom(seed);
  const runs = corpusRuns(models, data);
  return [
    scaling(models, runs, seed),
    ...informationClaims(runs, random),
    ...gainClaims(runs, random),
    ...lassoClaims(runs, random),
  ];
}

/** Places of the models, from the smallest to the largest. */
function ascending(models: readonly CorpusGroup[]): number[] {
  const size = (place: number) => models[place].trained.run.parameters.total;
  return models.map((_, place) => place).sort((a, b) => size(a) - size(b));
}

/** The corpus as the claims need it. */
export function corpusRuns(models: readonly CorpusGroup[], data: string): CorpusRuns {
  return pairTexts({
    trained: models.map(({ trained }) => trained.run),
    control: models.map(({ untrained }) => untrained.map(({ run }) => run)),
    data,
  });
}

/** The prompts as the claims need them. */
export function promptRuns(models: readonly WithControl<{ run: PromptRun }, Silhouettes>[]): PromptRuns {
  return {
    trained: models.map(({ trained }) => trained.run),
    control: models.map(({ untrained }) => untrained),
    labels: countryPrompts().map(({ label }) => label!),
    data: PROMPT_DATA,
  };
}

/** Claim 1, with the slope of every seed that all models have. */
function scaling(models: readonly CorpusGroup[], { trained, data }: CorpusRuns, seed: number): Claim {
  const options = { eps: DEFAULT_EPS, rankMean: 'log', parameters: 'total', seed } as const;
  const fit = fitPowerLaw(
    models.map(({ trained }) => trained.fitted),
    options,
  );
  const control = bySeed(models.map(({ untrained }) => untrained)).map((seeds) =>
    powerLawSlope(
      seeds.map(({ fitted }) => fitted),
      options,
    ),
  );
  return scalingClaim({ trained: fit, control, models: trained, data });
}
