import { InputError } from '../../errors.ts';
import { DEFAULT_EPS } from '../../metrics/rate-distortion.ts';
import { seededRandom } from '../../random.ts';
import { note } from '../../report/talk.ts';
import { countryPrompts } from '../../text/prompts.ts';
import { fitPowerLaw } from '../entropy-fit.ts';
import { groupRows } from '../entropy-means.ts';
import { type Input, inputName } from '../input.ts';
import type { ModelRequest } from '../model-run.ts';
import { CHECKED_TOKENS } from '../theory-states.ts';
import type { Claim } from './claim.ts';
import { type CorpusModel, measureCorpus } from './corpus.ts';
import { type CorpusRuns, comparedLength, halfWidth, pairTexts } from './corpus-run.ts';
import { exponentClaims } from './exponent-claims.ts';
import { type Figure, type FigureName, makeFigures } from './figures.ts';
import { gainClaims } from './gain-claims.ts';
import { informationClaims } from './information-claims.ts';
import { lassoClaims } from './lasso-claim.ts';
import { measureLondon } from './london.ts';
import type { Measured } from './measured.ts';
import { measurePrompts, type PromptModel, type UntrainedPrompts } from './prompts.ts';
import { scalingClaim } from './scaling-claim.ts';
import { type PromptRun, type PromptRuns, separationClaims } from './separation-claims.ts';
import { theorem41Claims, theoremA1Claims } from './theorem-claims.ts';
import { measureTheorems } from './theorems.ts';

/** Every figure and every claim of the paper on some models. */
export interface Reproduction {
  measured: Measured;
  figures: Record<FigureName, Figure>;
  claims: Claim[];
}

const PROMPT_DATA = 'the 45 prompts';

/**
 * Measures everything the paper claims, one forward pass per model and set of texts, and judges it.
 * @param request the models, with the seeds of their untrained controls
 * @throws InputError as `checkComparable` does
 */
export async function reproduce(request: ModelRequest, corpus: Input, seed: number): Promise<Reproduction> {
  checkComparable(request);
  const random = () => seededRandom(seed);
  note(`1 of 3, the corpus: ${textCount(corpus)} in ${request.models.join(', ')}, trained and untrained`);
  const models = await measureCorpus(request, corpus.texts);
  note(`2 of 3, ${PROMPT_DATA}, trained and untrained`);
  const prompts = await measurePrompts(request, seed);
  note("3 of 3, the paper's sentence and the theory");
  const london = await measureLondon(request);
  const theory = await measureTheorems(request);
  const runs = corpusRuns(models, corpusName(corpus, request));
  const trained = bySize(models.filter((model) => model.seed === null));
  const measured: Measured = {
    drawn: models.filter((model) => model.seed === null || model.seed === seed),
    prompts: prompts.trained,
    london,
    theory,
    descriptions: models.map(({ description }) => description),
    input: corpus.meta,
    seed,
    maxTokens: request.maxTokens!,
    lengths: { compared: comparedLength(runs), halfWidth: halfWidth(runs), longest: longestText(trained) },
  };
  const claims = [
    scaling(models, runs, seed),
    ...informationClaims(runs, random),
    ...gainClaims(runs, random),
    ...lassoClaims(runs, random),
    ...separationClaims(promptRuns(prompts, runs), random),
    ...prompts.trained.flatMap(({ run, theoremA1 }) =>
      theoremA1Claims(run.model, PROMPT_DATA, theoremA1, random),
    ),
    ...trained.flatMap(({ run, theorem41 }) =>
      theorem41Claims(run.model, `${runs.data}, first ${CHECKED_TOKENS} tokens`, theorem41),
    ),
    ...exponentClaims(),
  ];
  return { measured, figures: await makeFigures(measured), claims };
}

/** @throws InputError for several layers or revisions, between which sizes cannot be compared */
export function checkComparable({ layer, revisions }: ModelRequest): void {
  if (layer === 'all' || /,|\d-/.test(layer))
    throw new InputError(
      `--layer ${layer} names several layers`,
      'the figures of the paper are of one layer',
    );
  if (revisions.length > 1)
    throw new InputError(
      `--revision ${revisions.join(',')} names several revisions`,
      'sizes are compared at one revision each: run reproduce for each',
    );
}

function corpusName(corpus: Input, { maxTokens }: ModelRequest): string {
  return `${inputName(corpus.meta)} (${textCount(corpus)}, ${maxTokens} tokens at most)`;
}

function textCount({ texts }: Input): string {
  return `${texts.length} text${texts.length === 1 ? '' : 's'}`;
}

function longestText(models: readonly CorpusModel[]): number {
  const lengths = models.flatMap(({ run }) => run.texts.map(({ tokens }) => tokens));
  return lengths.reduce((a, b) => Math.max(a, b), 0);
}

function bySize(models: readonly CorpusModel[]): CorpusModel[] {
  return [...models].sort((a, b) => a.run.parameters.total - b.run.parameters.total);
}

/** Models by size, the trained apart from the untrained of each seed. */
function corpusRuns(models: readonly CorpusModel[], data: string): CorpusRuns {
  const sized = bySize(models);
  const withSeed = (seed: number | null) =>
    sized.filter((model) => model.seed === seed).map(({ run }) => run);
  const seeds = [...new Set(models.map(({ seed }) => seed))].filter((seed) => seed !== null);
  return pairTexts({ trained: withSeed(null), control: seeds.map(withSeed), data });
}

function promptRuns(
  { trained, untrained }: { trained: PromptModel[]; untrained: UntrainedPrompts[] },
  { trained: bySize }: CorpusRuns,
): PromptRuns {
  const order = bySize.map(({ model }) => model);
  const sorted = <T extends { model: string }>(runs: T[]) =>
    [...runs].sort((a, b) => order.indexOf(a.model) - order.indexOf(b.model));
  const seeds = [...new Set(untrained.map(({ seed }) => seed))];
  return {
    trained: sorted(trained.map(({ run }): PromptRun => run)),
    control: seeds.map((seed) => sorted(untrained.filter((run) => run.seed === seed))),
    labels: countryPrompts().map(({ label }) => label!),
    data: PROMPT_DATA,
  };
}

function scaling(models: readonly CorpusModel[], { trained, data }: CorpusRuns, seed: number): Claim {
  const options = { eps: DEFAULT_EPS, rankMean: 'log', parameters: 'total', seed } as const;
  const fitOf = (of: CorpusModel[]) => {
    const groups = of.flatMap(({ entropies, size }) => groupRows(entropies, [size], options));
    return fitPowerLaw(groups, options);
  };
  const seeds = [...new Set(models.map((model) => model.seed))];
  const [fit, ...control] = [null, ...seeds.filter((one) => one !== null)].map((one) =>
    fitOf(models.filter((model) => model.seed === one)),
  );
  return scalingClaim({ trained: fit, control, models: trained, data });
}
