import { InputError } from '../errors.ts';
import { note } from '../io/talk.ts';
import type { Input } from '../run/input.ts';
import type { ModelRequest } from '../run/model-run.ts';
import type { Claim } from './claims/claim.ts';
import { lengthsOfFigure } from './claims/corpus-run.ts';
import { corpusRuns, judgeModels, PROMPT_DATA } from './claims/judge.ts';
import { measureCorpus } from './corpus.ts';
import { corpusName } from './data-name.ts';
import { type Figure, type FigureName, makeFigures } from './figures.ts';
import { measureLondon } from './london.ts';
import type { Measured } from './measured.ts';
import { measurePrompts } from './prompts.ts';
import { measureTheorems } from './theorems.ts';

/** Every figure and every claim of the paper on some models. */
export interface Reproduction {
  measured: Measured;
  figures: Record<FigureName, Figure>;
  claims: Claim[];
}

/**
 * Measures everything the paper claims, one forward pass per model and set of texts, and judges it.
 * @param request the models, with the seeds of their untrained controls
 * @throws InputError as `checkComparable` does
 */
export async function reproduce(request: ModelRequest, corpus: Input, seed: number): Promise<Reproduction> {
  checkComparable(request);
  note(`1 of 4, the corpus: ${textCount(corpus)} in ${request.models.join(', ')}, trained and untrained`);
  const models = await measureCorpus(request, corpus.texts, seed);
  note(`2 of 4, ${PROMPT_DATA}, trained and untrained`);
  const prompts = await measurePrompts(request, seed);
  note("3 of 4, the paper's sentence and the theory");
  const london = await measureLondon(request);
  const theory = await measureTheorems(request);
  const data = corpusName(corpus.meta, corpus.texts.length, request.maxTokens!);
  const all = models.flatMap(({ trained, untrained }) => [trained, ...untrained]);
  const measured: Measured = {
    drawn: all.filter((model) => model.seed === null || model.seed === seed),
    prompts: prompts.map(({ trained }) => trained),
    london,
    theory,
    descriptions: all.map(({ description }) => description),
    input: corpus.meta,
    seed,
    controls: models.map(({ untrained }) => untrained.length),
    maxTokens: request.maxTokens!,
    lengths: lengthsOfFigure(corpusRuns(models, data)),
  };
  note('4 of 4, verdicts and figures');
  const claims = judgeModels(models, prompts, data, seed);
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

function textCount({ texts }: Input): string {
  return `${texts.length} text${texts.length === 1 ? '' : 's'}`;
}
