import type { DistanceName, MetricOptions } from '../../metrics/sentence-distance.ts';
import type { Layer } from '../../model/capture.ts';
import type { Json, Row } from '../../report/result.ts';
import type { Table, TextName } from '../experiment.ts';
import type { Identity } from '../identity.ts';
import type { DistanceView } from './view.ts';

/** The distances of one metric between the texts of a model in one layer. */
export interface MeasuredDistances extends DistanceView {
  identity: Identity;
  layer: Layer;
  texts: readonly TextName[];
  metric: DistanceName;
  /** n x n, row-major. */
  distances: Float64Array;
}

/**
 * The columns after those that name the model. Contexts and labels where any text of the input has one.
 * @param square one row per text, with one column per text, named by its index
 */
export function distanceColumns(texts: readonly TextName[], square: boolean): string[] {
  const names = [
    ...(texts.some(({ context }) => context !== undefined) ? ['context'] : []),
    ...(texts.some(({ label }) => label !== undefined) ? ['label'] : []),
  ];
  if (square) return ['metric', 'a', ...names, ...texts.map(({ index }) => String(index))];
  const pairNames = ['a', 'b'].flatMap((side) => names.map((name) => `${name}_${side}`));
  return ['metric', 'a', 'b', ...pairNames, 'distance'];
}

/** One row per pair a < b, or per text in the square form, where a text without a token has neither row nor values. */
export function distanceRows(measured: MeasuredDistances, square: boolean): Generator<Row> {
  return square ? squareRows(measured) : pairRows(measured);
}

function* pairRows({ identity, layer, metric, texts, distances }: MeasuredDistances): Generator<Row> {
  const n = texts.length;
  for (let a = 0; a < n; a++)
    for (let b = a + 1; b < n; b++)
      yield {
        ...identity,
        layer,
        metric,
        a: texts[a].index,
        b: texts[b].index,
        context_a: texts[a].context ?? null,
        label_a: texts[a].label ?? null,
        context_b: texts[b].context ?? null,
        label_b: texts[b].label ?? null,
        distance: distances[a * n + b],
      };
}

function* squareRows({ identity, layer, metric, texts, distances }: MeasuredDistances): Generator<Row> {
  for (const [a, text] of texts.entries())
    yield {
      ...identity,
      layer,
      metric,
      a: text.index,
      context: text.context ?? null,
      label: text.label ?? null,
      ...Object.fromEntries(texts.map(({ index }, b) => [index, distances[a * texts.length + b]])),
    };
}

/** What the summary says of one metric. */
export function distanceSummary(measured: MeasuredDistances): Record<string, Json> {
  const { identity, layer, metric, texts, umap, separation } = measured;
  return {
    ...identity,
    layer,
    metric,
    texts: texts.length,
    neighbors_used: measured.neighborsUsed,
    separation,
    umap: umap && texts.map((text, i) => layoutPoint(text, umap[2 * i], umap[2 * i + 1])),
  };
}

function layoutPoint({ index, context, label }: TextName, x: number, y: number): Record<string, Json> {
  return { text: index, context: context ?? null, label: label ?? null, x, y };
}

/** Rows and summary of all distances. */
export function distanceTable(
  distances: readonly MeasuredDistances[],
  { gamma, ridge, matrix }: MetricOptions & { matrix: boolean },
): Table {
  const rows: Row[] = [];
  for (const measured of distances) for (const row of distanceRows(measured, matrix)) rows.push(row);
  return { rows, summary: { gamma, ridge, distances: distances.map(distanceSummary) } };
}
