import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EncodedText, measureDistances, sentencePairs } from '../src/experiments/distance/pairs.ts';
import { gramOfRows } from '../src/linalg/gram.ts';
import { DISTANCES, sentenceDistance } from '../src/metrics/sentence-distance.ts';
import { Runner } from '../src/model/runner.ts';
import { loadTokenizer } from '../src/text/tokenizer.ts';
import { distanceOracle, pairsOf, settingOf } from './support/distance-oracle.ts';
import { fixturesModel, type Golden, golden } from './support/goldens.ts';
import { embeddedModel } from './support/oracles.ts';
import { normal } from './support/random.ts';
import { pairOf } from './support/sentences.ts';

const D = 8;
const OPTIONS = { gamma: 100, ridge: 1e-6 };

function textOf(tokens: number, seed: number): EncodedText {
  const data = Float32Array.from({ length: tokens * D }, normal(seed));
  return {
    tokens,
    hidden: { dims: [tokens, D], data },
    gram: gramOfRows(Float64Array.from(data), tokens, D),
  };
}

async function product(a: EncodedText['hidden'], b: EncodedText['hidden']): Promise<Float64Array> {
  const [n, m] = [a.dims[0], b.dims[0]];
  const both = gramOfRows(Float64Array.of(...a.data, ...b.data), n + m, D);
  return Float64Array.from({ length: n * m }, (_, at) => both[Math.floor(at / m) * (n + m) + n + (at % m)]);
}

/** Three texts of a length that puts each into a tile of its own, and two short ones. */
const texts = [600, 3, 600, 2, 600].map(textOf);
const rowsOf = ({ tokens, hidden }: EncodedText) => ({
  n: tokens,
  d: D,
  data: Float64Array.from(hidden.data),
});

test('all distances, across tiles, are those of the texts two by two', async () => {
  const short = [textOf(3, 1), textOf(5, 2), textOf(1, 3), textOf(3, 1)];
  const n = short.length;
  const matrices = await measureDistances(short, product, DISTANCES, OPTIONS);
  assert.deepEqual([...matrices.keys()], [...DISTANCES]);
  for (const [metric, matrix] of matrices) {
    for (let a = 0; a < n; a++) assert.equal(matrix[a * n + a], 0);
    for (const [a, b] of pairsOf(n)) {
      const expected = sentenceDistance(pairOf(rowsOf(short[a]), rowsOf(short[b])), metric, OPTIONS);
      assert.equal(matrix[a * n + b], matrix[b * n + a]);
      assert.ok(Math.abs(matrix[a * n + b] - expected) <= 1e-10 * expected, `${metric} of ${a} and ${b}`);
    }
    assert.equal(matrix[3], 0, 'the same text twice');
  }
});

test('pairs come with the first text first, however they were tiled', async () => {
  const pairs = await sentencePairs(texts, product);
  const lengths = pairs.map(({ a, b }) => `${a.n} ${b.n}`);
  const expected = Array.from(pairsOf(5), ([a, b]) => `${texts[a].tokens} ${texts[b].tokens}`);
  assert.deepEqual(lengths, expected);
});

/** Tolerances of a float32 forward pass, relative. */
const JS_TOLERANCE = 2e-7;
const TOLERANCE = 3e-7;
const SMALL_RIDGE_TOLERANCE = 1e-6;
/**
 * Prompts of one context differ in two states of seven, and in these by what float32 rounding is a millionth of: after
 * PyTorch's float32 forward pass their distances are up to 1.4e-6 off. Ours, rounded elsewhere, may be off by this many times
 * as much.
 */
const FLOAT32_SPREAD = 3;
/** Beyond these a float32 state is worth nothing. */
const EXTREME = /1e12|1e-12/;

function toleranceOf(key: string): number {
  if (key.startsWith('js')) return JS_TOLERANCE;
  return key.endsWith('1e-6') ? SMALL_RIDGE_TOLERANCE : TOLERANCE;
}

async function distancesFromIds(folder: string, ids: number[][], keys: string[]) {
  const runner = await Runner.open(folder);
  try {
    const { blocks } = runner.shape;
    const encoded: EncodedText[] = [];
    for await (const { tokens, hidden, gram } of runner.encode(ids, { hidden: [blocks], gram: [blocks] }))
      encoded.push({ tokens, hidden: hidden.get(blocks)!, gram: gram.get(blocks)! });
    const found = new Map<string, Float64Array>();
    for (const key of keys) {
      const { metric, options } = settingOf(key);
      const matrices = await measureDistances(encoded, (a, b) => runner.crossGram(a, b), [metric], options);
      found.set(key, matrices.get(metric)!);
    }
    return found;
  } finally {
    await runner.close();
  }
}

test('nano-xs: distances of prompts, from ids, within what float32 leaves', async (t) => {
  const { model, ids, distances, float32_difference } = distanceOracle().prompts;
  const keys = Object.keys(distances).filter((key) => !EXTREME.test(key));
  const found = await distancesFromIds(embeddedModel(model), ids, keys);
  for (const [key, matrix] of found) {
    const errors = Array.from(pairsOf(ids.length), ([a, b], i) =>
      Math.abs(matrix[a * ids.length + b] / distances[key][i] - 1),
    );
    const worst = Math.max(...errors);
    t.diagnostic(`${key}: ${worst.toExponential(1)}`);
    const allowed = Math.max(toleranceOf(key), FLOAT32_SPREAD * float32_difference[key]);
    assert.ok(worst < allowed, `${key} differs by ${worst}`);
  }
});

test('nano-xs: a long text beside one of nearly equal states, together more than there are dimensions', async () => {
  const folder = embeddedModel('nano-xs');
  const tokenizer = await loadTokenizer(folder);
  const ids = [
    'The king is in the palace and the queen is in the garden. Is London the capital of UK? Yes. Is Paris the capital of France? Yes. No',
    ' a a a a',
  ].map((text) => tokenizer.encode(text));
  const found = await distancesFromIds(folder, ids, ['riemann 1e-6']);
  // transformers in float64, mpmath
  assert.ok(Math.abs(found.get('riemann 1e-6')![1] / 49.834560959768 - 1) < 1e-7);
});

interface GoldenSentences {
  sentences: { ids: number[][]; distances: Record<string, number[][]> };
}

test('tiny-a: the golden distances, from ids', async (t) => {
  const { sentences } = golden('tiny-a') as Golden & GoldenSentences;
  const ours = new Map(
    Object.keys(sentences.distances).map((key) => [
      key,
      key.replace('loge', 'logeuclidean').replace(/(gamma|delta)=/, ''),
    ]),
  );
  const found = await distancesFromIds(fixturesModel('tiny-a'), sentences.ids, [...ours.values()]);
  for (const [key, name] of ours) {
    const expected = sentences.distances[key];
    const n = expected.length;
    const errors = Array.from(pairsOf(n), ([a, b]) =>
      Math.abs(found.get(name)![a * n + b] / expected[a][b] - 1),
    );
    const worst = Math.max(...errors);
    t.diagnostic(`${key}: ${worst.toExponential(1)}`);
    const tolerance = name.endsWith('1e-06') ? SMALL_RIDGE_TOLERANCE : toleranceOf(name);
    assert.ok(worst < tolerance, `${key} differs by ${worst}`);
  }
});
