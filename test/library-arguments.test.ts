import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as llmgeo from '../src/metrics/index.ts';

/** What JavaScript lets a program hand over, and what used to give plausible numbers. */
const G = llmgeo.gramOfRows(Float64Array.of(1, 0, 0, 0.5, 0.5, 0, 0.2, 0.1, 0.9, 1, 1, 1), 4, 3);
const K = llmgeo.normalizeGram(G, 4);
const D = llmgeo.euclideanDistances(G, 4);
const random = llmgeo.seededRandom(1);
const classes = ['a', 'b', 'a', 'b'];

type Matrix = (A: Float64Array, n: number) => unknown;
const OF_GRAM: Record<string, Matrix> = {
  normalizeGram: llmgeo.normalizeGram,
  centerGram: llmgeo.centerGram,
  leadingGram: (A, n) => llmgeo.leadingGram(A, n, 2),
  symmetricEigenvalues: llmgeo.symmetricEigenvalues,
  euclideanDistances: llmgeo.euclideanDistances,
  centeredMatrixEntropy: llmgeo.centeredMatrixEntropy,
  pca: llmgeo.pca,
};
const OF_COSINES: Record<string, Matrix> = {
  informationGain: (A, n) => llmgeo.informationGain(A, n, 0.01),
  informationGainBound: (A, n) => llmgeo.informationGainBound(A, n, 3, 0.01),
  lassoProblem: (A, n) => llmgeo.lassoProblem(A, n, 1),
  centerEntries: (A, n) => llmgeo.centerEntries(A, n, [0, 0, 0, 0], 3),
  SentenceStates: (A, n) => new llmgeo.SentenceStates(A, n),
};
const OF_DISTANCES: Record<string, Matrix> = {
  silhouetteSamples: (A, n) => llmgeo.silhouetteSamples(A, n, classes),
  nearestNeighborAccuracy: (A, n) => llmgeo.nearestNeighborAccuracy(A, n, classes),
  silhouettePermutationP: (A, n) => llmgeo.silhouettePermutationP(A, n, classes, classes, 9, random),
  separation: (A, n) => llmgeo.separation(A, n, classes, classes, random),
  umapLayout: (A, n) => llmgeo.umapLayout(A, n, llmgeo.DEFAULT_UMAP, random),
};

function refuses(call: () => unknown, what: string): void {
  assert.throws(call, (error) => error instanceof llmgeo.InputError && error.hint.length > 0, what);
}

for (const [functions, A] of [
  [OF_GRAM, G],
  [OF_COSINES, K],
  [OF_DISTANCES, D],
] as const)
  for (const [name, call] of Object.entries(functions))
    test(`${name} refuses a matrix of another size or kind, and leaves the right one as it was`, () => {
      const before = A.slice();
      call(A, 4);
      assert.deepEqual(A, before);
      const wrong = [A.slice(1), [...A], Float32Array.from(A), [[...A]], 'abc', 3, null, undefined];
      for (const each of wrong) refuses(() => call(each as Float64Array, 4), String(each));
      for (const n of [0, -4, 2, 2.5, 5, '4', Number.NaN, undefined])
        refuses(() => call(A, n as number), String(n));
    });

test('distances that are not finite are refused, since comparisons drop them', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
    for (const [name, call] of Object.entries(OF_DISTANCES)) refuses(() => call(D.with(1, value), 4), name);
});

test('numbers that are not finite are refused wherever they would make the result NaN', () => {
  const block = { weights: [1, 0, 0.5, 0.5], values: [1, 3], heads: 1, tokens: 2, headDim: 1 };
  const curve = { dim: 4, gain: Float64Array.of(1, 2), informationGain: Float64Array.of(1, 3) };
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
    for (const [name, call] of Object.entries({ ...OF_GRAM, ...OF_COSINES }))
      if (name !== 'normalizeGram' && name !== 'lassoProblem') refuses(() => call(K.with(4, wrong), 4), name);
    const list = Float64Array.of(1, wrong);
    const calls: Record<string, () => unknown> = {
      gramOfRows: () => llmgeo.gramOfRows(list, 1, 2),
      pointDistances: () => llmgeo.pointDistances(list, 2, 1),
      matrixEntropy: () => llmgeo.matrixEntropy(list),
      rateDistortionEntropy: () => llmgeo.rateDistortionEntropy(list, 4, 0.1),
      stableRank: () => llmgeo.stableRank(list),
      gainAsPrinted: () => llmgeo.gainAsPrinted(list, 0.1),
      lassoProblem: () => llmgeo.lassoProblem(K.with(4, wrong), 4, 1),
      solveLasso: () => llmgeo.solveLasso(llmgeo.lassoProblem(K.with(1, wrong), 4, 2), 0.1),
      start: () => llmgeo.solveLasso(llmgeo.lassoProblem(K, 4, 2), 0.1, list),
      lambdaOfAlpha: () => llmgeo.lambdaOfAlpha(wrong, 4),
      alphaOfLambda: () => llmgeo.alphaOfLambda(wrong, 4),
      picksOf: () => llmgeo.picksOf(list, 0.1),
      threshold: () => llmgeo.picksOf([1], wrong),
      predictionInterval: () => llmgeo.predictionInterval([1, wrong]),
      bootstrapInterval: () => llmgeo.bootstrapInterval(3, () => wrong, random),
      silhouetteInterval: () => llmgeo.silhouetteInterval(list, ['a', 'b'], random),
      weights: () => llmgeo.expansionErrors({ ...block, weights: [1, 0, wrong, 0.5] }),
      values: () => llmgeo.expansionErrors({ ...block, values: [1, wrong] }),
      corpusCurve: () => llmgeo.corpusCurve([{ ...curve, gain: list }]),
      theorem41Errors: () => llmgeo.theorem41Errors(K, 4, wrong),
      seededRandom: () => llmgeo.seededRandom(wrong),
    };
    for (const [name, call] of Object.entries(calls)) refuses(call, name);
  }
  for (const selection of [[-1], [2], [0.5], [Number.NaN]])
    refuses(() => llmgeo.selectionError(llmgeo.lassoProblem(K, 4, 2), selection), String(selection));
});

test('raw products where cosines belong are refused', () => {
  refuses(() => llmgeo.informationGain(G, 4, 0.01), 'information gain');
  const one = new llmgeo.SentenceStates(Float64Array.of(1), 1);
  refuses(() => new llmgeo.SentencePair(one, one, Float64Array.of(7)), 'pair');
});

test('lists of another length than the points are refused', () => {
  for (const few of [classes.slice(1), [...classes, 'c'], []]) {
    refuses(() => llmgeo.silhouetteSamples(D, 4, few), 'silhouettes');
    refuses(() => llmgeo.separation(D, 4, classes, few, random), 'separation');
    refuses(() => llmgeo.silhouetteInterval(Float64Array.of(0.1, 0.2, 0.3, 0.4), few, random), 'interval');
  }
  refuses(() => llmgeo.logLogFit([1, 2, 3], [1, 2]), 'fit');
});

test('numbers outside of what a formula is for are refused', () => {
  const { gamma, ridge } = { gamma: 100, ridge: 1e-6 };
  const pair = llmgeo.sentencePair(
    llmgeo.sentenceStates(Float64Array.of(1, 0, 0), 1, 3),
    llmgeo.sentenceStates(Float64Array.of(1, 1, 0), 1, 3),
  );
  for (const metric of ['jsd', 'JS', 'constructor', undefined])
    refuses(() => llmgeo.sentenceDistance(pair, metric as 'js', { gamma, ridge }), String(metric));
  for (const ratio of [0, -1, 2, Number.NaN]) refuses(() => llmgeo.rankRatioEntropy(ratio, 0.1), `${ratio}`);
  for (const sigma of [0, -1, Number.NaN])
    refuses(() => llmgeo.gainAsPrinted(Float64Array.of(0.5), sigma), `${sigma}`);
  for (const target of [-1, 1.5, 4]) refuses(() => llmgeo.lassoProblem(K, 4, target), `${target}`);
  refuses(() => llmgeo.lambdaOfAlpha(1e-4, 0), 'hidden size');
  refuses(() => llmgeo.umapLayout(D, 4, {} as llmgeo.UmapOptions, random), 'options');
});
