import { InputError } from '../errors.ts';
import type { RunContext } from '../run/context.ts';
import type { RunStore } from '../run/folder/run-store.ts';
import type { Input } from '../run/input.ts';
import { measure } from '../run/measure.ts';
import type { ModelRequest } from '../run/model-run.ts';
import { runSteps } from '../run/run-steps.ts';
import type { MeasuredModel } from '../run/study.ts';
import type { Claim } from './claims/claim.ts';
import { lengthsOfFigure } from './claims/corpus-run.ts';
import { corpusRuns, judgeModels } from './claims/judge.ts';
import { corpusGroups } from './corpus.ts';
import { corpusName } from './data-name.ts';
import { type Figure, type FigureName, makeFigures } from './figures.ts';
import type { Measured } from './measured.ts';
import { promptGroups } from './prompts.ts';
import { type Pass, type PassName, paperPasses } from './studies.ts';

/** Every figure and every claim of the paper on some models. */
export interface Reproduction {
  measured: Measured;
  figures: Record<FigureName, Figure>;
  claims: Claim[];
}

/** A pass with what it gave, by its name. */
export type MeasuredPasses = Record<PassName, Pass & { measured: MeasuredModel[] }>;

/**
 * Measures everything the paper claims, one forward pass per model and set of texts, and judges it.
 * @param request the models, with the seeds of their untrained controls
 * @param store where the records are kept; default in memory
 * @returns null where this process does but a share of the run
 * @throws InputError as `checkComparable` does
 */
export async function reproduce(
  request: ModelRequest,
  corpus: Input,
  seed: number,
  context: RunContext,
  store?: Pick<RunStore, 'pass'>,
): Promise<Reproduction | null> {
  checkComparable(request);
  const passes = paperPasses(request, corpus, seed);
  const steps = passes.filter(({ title }) => title !== undefined).length + 1;
  const measured: [PassName, Pass & { measured: MeasuredModel[] }][] = [];
  for (const [i, pass] of passes.entries()) {
    if (pass.title !== undefined) context.talk.note(`${i + 1} of ${steps}, ${pass.title}`);
    const found = await measure(
      pass.studies,
      pass.request,
      pass.input.texts,
      context,
      store?.pass(pass.name),
    );
    if (found) measured.push([pass.name, { ...pass, measured: found }]);
  }
  if (measured.length < passes.length) return null;
  context.talk.note(`${steps} of ${steps}, verdicts and figures`);
  return reproductionOf(Object.fromEntries(measured) as MeasuredPasses, seed, context);
}

/** Figures and verdicts from what was measured: the same records make the same bytes. */
export async function reproductionOf(
  passes: MeasuredPasses,
  seed: number,
  { signal }: RunContext,
): Promise<Reproduction> {
  const { input, request, measured: models } = passes.corpus;
  const maxTokens = request.maxTokens!;
  const data = corpusName(input.meta, input.texts.length, maxTokens);
  const corpus = corpusGroups(models);
  const prompts = await runSteps(promptGroups(passes.prompts.measured, seed), signal);
  const measured: Measured = {
    passes,
    prompts: prompts.map(({ trained }) => trained),
    descriptions: models.map(({ description }) => description),
    input: input.meta,
    seed,
    controls: corpus.map(({ untrained }) => untrained.length),
    maxTokens,
    lengths: lengthsOfFigure(corpusRuns(corpus, data)),
    largest: largestOf(models),
  };
  const claims = judgeModels(corpus, prompts, data, seed);
  return { measured, figures: await makeFigures(measured, signal), claims };
}

function largestOf(models: readonly MeasuredModel[]): string {
  const size = ({ model }: MeasuredModel) => model.parameters.total;
  return models.reduce((a, b) => (size(b) > size(a) ? b : a)).model.identity.model;
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
