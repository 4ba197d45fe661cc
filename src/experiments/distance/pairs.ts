import { normalizeGram } from '../../linalg/gram.ts';
import { type DistanceName, type MetricOptions, sentenceDistance } from '../../metrics/sentence-distance.ts';
import { SentencePair, SentenceStates } from '../../metrics/sentence-pair.ts';
import type { Steps } from '../../metrics/steps.ts';
import type { Encoding, Layer, Tensor } from '../../model/capture.ts';
import { blockOf, type Tile, type TilePlace, textsOf } from './joint-gram.ts';

/** One text in one layer, as captured. */
export interface EncodedText {
  tokens: number;
  /** Raw hidden states, (tokens, d). */
  hidden: Tensor;
  /** Their Gram matrix in float64, tokens x tokens. */
  gram: Float64Array;
}

/** What distances need of one text's encoding; hidden states and Gram of the layer must have been captured. */
export function encodedText({ tokens, hidden, gram }: Encoding, layer: Layer): EncodedText {
  return { tokens, hidden: hidden.get(layer)!, gram: gram.get(layer)! };
}

/** More than a float32 forward pass leaves of a distance, 2e-7 at best; to promise more would take a hundred times as long. */
const ACCURACY = 1e-8;

/** A text in one layer, prepared once for all pairs that it is in. */
export interface PreparedText {
  states: SentenceStates;
  /** Squared norm of each raw state. */
  squares: Float64Array;
}

/** Prepares a text for its pairs. */
export function prepareText({ gram, tokens }: EncodedText): PreparedText {
  return {
    states: new SentenceStates(normalizeGram(gram, tokens), tokens),
    squares: Float64Array.from({ length: tokens }, (_, i) => gram[i * tokens + i]),
  };
}

/** The distances between the texts of a tile: of each pair a < b in the order of `pairsOf`, by name. */
export type TileDistances = { [Name in DistanceName]?: Float64Array };

/** Distances between the texts of a tile, with a stop after each pair. */
export function* tileDistances(
  tile: Tile,
  texts: readonly PreparedText[],
  names: readonly DistanceName[],
  options: MetricOptions,
): Steps<TileDistances> {
  const count = [...pairsOf(tile)].length;
  const found = Object.fromEntries(names.map((name) => [name, new Float64Array(count)]));
  let at = 0;
  for (const pair of tilePairs(tile, texts)) {
    for (const name of names) found[name][at] = sentenceDistance(pair, name, options);
    at++;
    yield;
  }
  return found;
}

/** The pairs of a tile, as metrics take them, in the order of `pairsOf`. */
export function* tilePairs(tile: Tile, texts: readonly PreparedText[]): Generator<SentencePair> {
  for (const [a, b] of pairsOf(tile)) yield pairOf(texts[a], texts[b], blockOf(tile, a, b));
}

/** The pairs a < b of a tile. */
export function* pairsOf({ rows, columns }: TilePlace): Generator<[number, number]> {
  for (const a of textsOf(rows)) for (const b of textsOf(columns)) if (a < b) yield [a, b];
}

/** @param products of the raw states; cosines afterwards */
function pairOf(a: PreparedText, b: PreparedText, products: Float64Array): SentencePair {
  const columns = b.states.n;
  for (let i = 0; i < a.states.n; i++)
    for (let j = 0; j < columns; j++) products[i * columns + j] /= Math.sqrt(a.squares[i] * b.squares[j]);
  return new SentencePair(a.states, b.states, products, ACCURACY);
}
