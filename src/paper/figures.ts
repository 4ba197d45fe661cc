import { distanceFigure } from '../experiments/distance/figure.ts';
import { distanceColumns, distanceRows, distanceSummary } from '../experiments/distance/rows.ts';
import { embedFigure } from '../experiments/embed/figure.ts';
import { embedColumns, embedRows, embedSummary } from '../experiments/embed/rows.ts';
import { VECTOR_KINDS } from '../experiments/embed/vectors.ts';
import { entropyFigure } from '../experiments/entropy/figure.ts';
import { publishedEntropyFigure } from '../experiments/entropy/figure-published.ts';
import { PUBLISHED_COLUMNS, publishedRows, summarizePublished } from '../experiments/entropy/published.ts';
import { summarizeEntropy } from '../experiments/entropy/summary.ts';
import { ENTROPY_COLUMNS } from '../experiments/entropy/text.ts';
import { identityColumns } from '../experiments/identity.ts';
import { informationGainFigure } from '../experiments/infogain/figure.ts';
import { GAIN_COLUMNS } from '../experiments/infogain/text.ts';
import { lassoFigure } from '../experiments/lasso/figure.ts';
import { LASSO_COLUMNS } from '../experiments/lasso/rows.ts';
import { theoryFigure } from '../experiments/theory/figure.ts';
import { THEORY_COLUMNS, theoryInput } from '../experiments/theory/measure.ts';
import { DEFAULT_SIGMA } from '../metrics/information-gain.ts';
import { DEFAULT_EPS } from '../metrics/rate-distortion.ts';
import { DISTANCES } from '../metrics/sentence-distance.ts';
import { DEFAULT_UMAP } from '../metrics/umap.ts';
import type { Page } from '../report/plot/page.ts';
import type { Spec } from '../report/plot/vega-lite.ts';
import type { Json, Result } from '../report/result.ts';
import { metaOf } from '../run/meta.ts';
import { LONDON } from '../text/defaults.ts';
import { countryInput, countryPrompts } from '../text/prompts.ts';
import { ALPHAS, SKILLS } from './claims/exponents.ts';
import { LASSO_OPTIONS } from './london.ts';
import type { Measured } from './measured.ts';
import { DISTANCE_OPTIONS } from './prompts.ts';

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
export async function makeFigures(measured: Measured): Promise<Record<FigureName, Figure>> {
  const drawn = (result: Result, draw: (result: Result, page?: Page) => Spec): Figure => ({
    result,
    draw: (page) => draw(result, page),
  });
  return {
    fig1: drawn(await published(), publishedEntropyFigure),
    'fig1-measured': drawn(entropies(measured), entropyFigure),
    fig3: drawn(gains(measured), (result, page) => informationGainFigure(result, 'length', page)),
    lasso: drawn(lasso(measured), (result, page) => lassoFigure(ofLargest(result, measured), page)),
    fig4: drawn(embeddings(measured), embedFigure),
    fig5: drawn(
      distances(measured, (metric) => metric === 'js'),
      distanceFigure,
    ),
    fig6: drawn(
      distances(measured, (metric) => metric !== 'js'),
      distanceFigure,
    ),
    theory: drawn(theory(measured), theoryFigure),
  };
}

async function published(): Promise<Result> {
  const options = { eps: DEFAULT_EPS, parameters: 'total' } as const;
  const { rows, input } = await publishedRows(options);
  return {
    meta: metaOf('entropy', { published: true, ...options }, input, []),
    columns: PUBLISHED_COLUMNS,
    rows,
    summary: summarizePublished(rows, options),
  };
}

function entropies(measured: Measured): Result {
  const { drawn, seed, maxTokens, input } = measured;
  const rows = drawn.flatMap((model) => model.entropies);
  const options = { eps: DEFAULT_EPS, rankMean: 'log', parameters: 'total', seed } as const;
  return {
    meta: metaOf(
      'entropy',
      {
        published: false,
        eps: DEFAULT_EPS,
        center: true,
        rank_mean: 'log',
        parameters: 'total',
        max_tokens: maxTokens,
        seed,
      },
      input,
      drawn.map(({ description }) => description),
    ),
    columns: [...identityColumns(true), ...ENTROPY_COLUMNS],
    rows,
    summary: summarizeEntropy(
      rows,
      drawn.map(({ size }) => size),
      options,
    ),
  };
}

function gains({ drawn, input, maxTokens, lengths }: Measured): Result {
  const options = {
    sigma: DEFAULT_SIGMA,
    by: 'length',
    max_tokens: maxTokens,
    as_printed: false,
    // where curves go on beyond it, the figure says so
    compared_length: lengths.longest > lengths.halfWidth ? lengths.halfWidth : null,
  };
  return {
    meta: metaOf(
      'infogain',
      options,
      input,
      drawn.map(({ description }) => description),
    ),
    columns: [...identityColumns(true), ...GAIN_COLUMNS.length],
    rows: drawn.flatMap((model) => model.gains),
    summary: { totals: drawn.flatMap((model) => model.totals) },
  };
}

function lasso({ london: { rows, summary, descriptions } }: Measured): Result {
  const { targets, convention, strength, intercept, threshold, attentionLayer } = LASSO_OPTIONS;
  const options = {
    target: targets.map((target) => (typeof target === 'string' ? target : Object.values(target)[0])),
    convention,
    strength: strength!,
    intercept,
    threshold,
    attention_layer: attentionLayer,
    path: false,
    max_tokens: null,
  };
  return {
    meta: metaOf('lasso', options, { source: LONDON }, descriptions),
    columns: [...identityColumns(false), ...LASSO_COLUMNS],
    rows,
    summary,
  };
}

/** The paper draws one model: here the largest. */
function ofLargest(result: Result, { drawn }: Measured): Result {
  const size = ({ run }: (typeof drawn)[number]) => run.parameters.total;
  const { model } = drawn.reduce((a, b) => (size(b) > size(a) ? b : a)).run;
  return { ...result, rows: result.rows.filter((row) => row.model === model) };
}

function embeddings({ prompts, seed }: Measured): Result {
  const all = prompts.flatMap((model) => model.embeddings);
  const { neighbors, minDist } = DEFAULT_UMAP;
  const options = { vector: [...VECTOR_KINDS], neighbors, min_dist: minDist, seed, max_tokens: null };
  return {
    meta: metaOf('embed', options, PROMPTS, descriptionsOf(prompts)),
    columns: [...identityColumns(false), ...embedColumns(countryPrompts())],
    rows: all.flatMap(embedRows),
    summary: { embeddings: all.map(embedSummary) },
  };
}

function distances({ prompts, seed }: Measured, isWanted: (metric: string) => boolean): Result {
  const all = prompts.flatMap((model) => model.distances).filter(({ metric }) => isWanted(metric));
  const { neighbors, minDist } = DEFAULT_UMAP;
  const metric = DISTANCES.filter(isWanted);
  const options = {
    metric,
    ...DISTANCE_OPTIONS,
    neighbors,
    min_dist: minDist,
    seed,
    matrix: false,
    max_tokens: null,
  };
  return {
    meta: metaOf('distance', options, PROMPTS, descriptionsOf(prompts)),
    columns: [...identityColumns(false), ...distanceColumns(countryPrompts(), false)],
    rows: all.flatMap((one) => [...distanceRows(one, false)]),
    summary: { ...DISTANCE_OPTIONS, distances: all.map(distanceSummary) },
  };
}

function descriptionsOf(prompts: Measured['prompts']): Json[] {
  return prompts.map(({ description }) => description);
}

function theory({ theory: { rows, summary, descriptions } }: Measured): Result {
  const { source } = theoryInput();
  return {
    meta: metaOf('theory', { alpha: ALPHAS, skills: SKILLS, max_tokens: null }, { source }, descriptions),
    columns: [...identityColumns(false), ...THEORY_COLUMNS],
    rows,
    summary,
  };
}

const PROMPTS = { source: countryInput().source };
