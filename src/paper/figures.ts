import { distance } from '../experiments/distance/distance.ts';
import { distanceTable } from '../experiments/distance/rows.ts';
import { embed } from '../experiments/embed/embed.ts';
import { embedTable } from '../experiments/embed/rows.ts';
import { entropy } from '../experiments/entropy/entropy.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { infogain } from '../experiments/infogain/infogain.ts';
import { lasso } from '../experiments/lasso/lasso.ts';
import { theory } from '../experiments/theory/theory.ts';
import { DISTANCES, type DistanceName } from '../metrics/sentence-distance.ts';
import type { Page } from '../report/plot/page.ts';
import type { Spec } from '../report/plot/spec.ts';
import type { Result } from '../report/result.ts';
import { publishedResult } from '../run/published-result.ts';
import { resultOf, resultWith } from '../run/run-experiment.ts';
import type { Measured } from './measured.ts';
import { paperOptions } from './options.ts';

/** The figures of the report, by the name of their files. */
export const FIGURE_NAMES = [
  'fig1',
  'fig1-measured',
  'fig3',
  'lasso',
  'fig4',
  'fig5',
  'fig6',
  'theory',
] as const;

export type FigureName = (typeof FIGURE_NAMES)[number];

/** A figure: its numbers, and how they are drawn. */
export interface Figure {
  result: Result;
  draw(page?: Page): Spec;
}

/** Puts what was measured into the figures of the paper, each as the command that makes it alone would. */
export async function makeFigures(
  measured: Measured,
  signal: AbortSignal,
): Promise<Record<FigureName, Figure>> {
  const { corpus, london, theory: theorems } = measured.passes;
  const options = paperOptions(measured.seed);
  const lassos = await resultOf(lasso, options.lasso, london, london.measured, signal);
  return {
    fig1: figureOf(entropy, await publishedResult(options.entropy)),
    'fig1-measured': figureOf(
      entropy,
      await resultOf(entropy, options.entropy, corpus, corpus.measured, signal),
    ),
    fig3: figureOf(
      infogain,
      compared(await resultOf(infogain, options.infogain, corpus, corpus.measured, signal), measured),
    ),
    lasso: { result: lassos, draw: (page) => lasso.figure(ofModel(lassos, measured.largest), page) },
    fig4: figureOf(embed, embeddings(measured)),
    fig5: figureOf(distance, distances(measured, ['js'])),
    fig6: figureOf(
      distance,
      distances(
        measured,
        DISTANCES.filter((name) => name !== 'js'),
      ),
    ),
    theory: figureOf(theory, await resultOf(theory, theory.defaults, theorems, theorems.measured, signal)),
  };
}

function figureOf({ figure }: Pick<Experiment<never, never>, 'figure'>, result: Result): Figure {
  return { result, draw: (page) => figure(result, page) };
}

/** Says up to which length sizes are compared, where curves go on beyond it. */
function compared(result: Result, { lengths }: Measured): Result {
  const { longest, halfWidth } = lengths;
  const options = {
    ...(result.meta.options as object),
    compared_length: longest > halfWidth ? halfWidth : null,
  };
  return { ...result, meta: { ...result.meta, options } };
}

/** The paper draws one model: here the largest. */
function ofModel(result: Result, model: string): Result {
  return { ...result, rows: result.rows.filter((row) => row.model === model) };
}

function embeddings({ passes: { prompts: pass }, prompts, seed }: Measured): Result {
  const table = embedTable(prompts.flatMap((model) => model.embeddings));
  return resultWith(embed, paperOptions(seed).embed, trainedAlone(pass), table);
}

function distances({ passes: { prompts: pass }, prompts, seed }: Measured, metric: DistanceName[]): Result {
  const options = { ...paperOptions(seed).distance, metric };
  const measured = prompts.flatMap((model) => model.distances).filter((one) => metric.includes(one.metric));
  return resultWith(distance, options, trainedAlone(pass), distanceTable(measured, options));
}

/** The trained models of a pass, as if no others had run. */
function trainedAlone(pass: Measured['passes']['prompts']): Measured['passes']['prompts'] {
  return {
    ...pass,
    request: { ...pass.request, controlSeeds: [] },
    measured: pass.measured.filter(({ seed }) => seed === null),
  };
}
