import { setImmediate } from 'node:timers/promises';
import { Interrupted, interruption } from '../../interruption.ts';
import { normalizeGram } from '../../linalg/gram.ts';
import {
  type DistanceName,
  type DistanceOptions,
  sentenceDistance,
} from '../../metrics/sentence-distance.ts';
import { SentencePair, SentenceStates } from '../../metrics/sentence-pair.ts';
import type { Encoding, Layer, Tensor } from '../../model/capture.ts';
import { blockOf, jointGramTiles, type Product, type Tile } from './joint-gram.ts';

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

/** How long pairs are computed without letting signals and timers through, in ms. */
const TURN = 50;

interface Text {
  states: SentenceStates;
  /** Squared norm of each raw state. */
  squares: Float64Array;
}

/**
 * Distances between all texts, from their joint Gram in tiles.
 * @param product Runner.crossGram of the model
 * @param onPairs called now and then with the number of pairs that are done
 * @returns the n x n matrix of each metric, row-major, symmetric, zero on the diagonal
 * @throws Interrupted when the user stops the run
 */
export async function measureDistances(
  encoded: readonly EncodedText[],
  product: Product,
  metrics: readonly DistanceName[],
  options: DistanceOptions,
  onPairs?: (done: number) => void,
): Promise<Map<DistanceName, Float64Array>> {
  const n = encoded.length;
  const matrices = new Map(metrics.map((metric) => [metric, new Float64Array(n * n)]));
  const measure = (pair: SentencePair, a: number, b: number) => {
    for (const [metric, matrix] of matrices) {
      const distance = sentenceDistance(pair, metric, options);
      matrix[a * n + b] = distance;
      matrix[b * n + a] = distance;
    }
  };
  await visitPairs(encoded, product, measure, onPairs);
  return matrices;
}

/**
 * All pairs of texts, those with the first text first: for few texts, since all are kept.
 * @throws Interrupted when the user stops the run
 */
export async function sentencePairs(
  encoded: readonly EncodedText[],
  product: Product,
): Promise<SentencePair[]> {
  const pairs: { pair: SentencePair; place: number }[] = [];
  await visitPairs(encoded, product, (pair, a, b) => {
    pairs.push({ pair, place: a * encoded.length + b });
  });
  return pairs.sort((p, q) => p.place - q.place).map(({ pair }) => pair);
}

/** Calls `visit` for every pair a < b, tile by tile. */
async function visitPairs(
  encoded: readonly EncodedText[],
  product: Product,
  visit: (pair: SentencePair, a: number, b: number) => void,
  onPairs: (done: number) => void = () => {},
): Promise<void> {
  const texts = encoded.map(prepare);
  const states = encoded.map(({ hidden }) => hidden);
  let done = 0;
  let turn = performance.now();
  for await (const tile of jointGramTiles(states, product))
    for (const [a, b] of pairsOf(tile)) {
      visit(pairOf(texts[a], texts[b], blockOf(tile, a, b)), a, b);
      done++;
      if (performance.now() - turn < TURN) continue;
      onPairs(done);
      await setImmediate();
      if (interruption.signal.aborted) throw new Interrupted();
      turn = performance.now();
    }
}

/** The pairs a < b of a tile. */
function* pairsOf({ rows, columns }: Tile): Generator<[number, number]> {
  const end = columns.first + columns.offsets.length - 1;
  for (let a = rows.first; a < rows.first + rows.offsets.length - 1; a++)
    for (let b = Math.max(a + 1, columns.first); b < end; b++) yield [a, b];
}

function prepare({ gram, tokens }: EncodedText): Text {
  return {
    states: new SentenceStates(normalizeGram(gram, tokens), tokens),
    squares: Float64Array.from({ length: tokens }, (_, i) => gram[i * tokens + i]),
  };
}

/** @param products of the raw states; cosines afterwards */
function pairOf(a: Text, b: Text, products: Float64Array): SentencePair {
  const columns = b.states.n;
  for (let i = 0; i < a.states.n; i++)
    for (let j = 0; j < columns; j++) products[i * columns + j] /= Math.sqrt(a.squares[i] * b.squares[j]);
  return new SentencePair(a.states, b.states, products, ACCURACY);
}
