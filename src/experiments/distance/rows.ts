import type { Json, Row } from '../../report/result.ts';
import type { TokenizedText } from '../../text/tokenized-text.ts';
import type { MeasuredDistances } from './measure.ts';

type Named = { index: number; context?: string; label?: string };

/**
 * The columns after those that name the model. Contexts and labels where any text of the input has one.
 * @param square one row per text, with one column per text, named by its index
 */
export function distanceColumns(texts: readonly Named[], square: boolean): string[] {
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

function layoutPoint({ index, context, label }: TokenizedText, x: number, y: number): Record<string, Json> {
  return { text: index, context: context ?? null, label: label ?? null, x, y };
}
