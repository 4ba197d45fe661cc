import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PowerLaw } from '../src/experiments/entropy/fit.ts';
import { entropyOfRank, type ModelSize, type SummaryOptions } from '../src/experiments/entropy/groups.ts';
import type { EntropyRow } from '../src/experiments/entropy/rows.ts';
import { summarizeEntropy } from '../src/experiments/entropy/summary.ts';
import type { Identity } from '../src/experiments/identity.ts';
import { entropyOracle, relative } from './support/entropy-oracle.ts';

const OPTIONS: SummaryOptions = { eps: 0.1, rankMean: 'log', parameters: 'total', seed: 0 };
const { corpus } = entropyOracle();

/** A row with a matrix entropy; the other columns do not matter here. */
function row(identity: Identity, layer: number, text: number, dim: number, H: number | null): EntropyRow {
  return {
    ...identity,
    layer,
    text,
    tokens: 10,
    dim,
    entropy: 1,
    entropy_normalized: 0.5,
    entropy_ceiling: 1,
    matrix_entropy: H,
    matrix_entropy_normalized: H === null ? null : H / Math.log(dim),
    effective_rank: H === null ? null : Math.exp(H),
    stable_rank: 2,
  };
}

/** The corpus of the oracle in its first `count` models, each in the last of its layers. */
function rowsOf(count: number, weights?: Identity['weights'], shift = 0): EntropyRow[] {
  return corpus.matrix_entropy.slice(0, count).flatMap((texts, i) => {
    const identity: Identity = { model: `m${i}`, revision: 'main', ...(weights && { weights }) };
    return texts.map((H, text) => row(identity, 2 + i, text, corpus.dims[i], H + shift));
  });
}

const SIZES: ModelSize[] = corpus.parameters.map((total, i) => ({
  model: `m${i}`,
  revision: 'main',
  blocks: 2 + i,
  parameters: { total, nonEmbedding: total / 10 },
}));

function powerLaws(rows: EntropyRow[], options = OPTIONS): (PowerLaw & Record<string, unknown>)[] {
  const { power_law } = summarizeEntropy(rows, SIZES, options);
  return (power_law ?? []) as unknown as (PowerLaw & Record<string, unknown>)[];
}

for (const rankMean of ['log', 'rank'] as const)
  test(`five models: the fits agree with NumPy and SciPy (--rank-mean ${rankMean})`, () => {
    const [fit] = powerLaws(rowsOf(5), { ...OPTIONS, rankMean });
    const expected = corpus[rankMean];
    assert.ok(relative(fit.slope, expected.fit.slope) < 1e-10);
    assert.ok(relative(fit.prefactor, expected.fit.prefactor) < 1e-10);
    assert.ok(relative(fit.r2!, expected.fit.r2) < 1e-10);
    assert.ok(relative(fit.null_slope, expected.null.slope) < 1e-10);
    assert.ok(relative(fit.null_r2!, expected.null.r2) < 1e-10);
    assert.equal(fit.residual_degrees_of_freedom, 3);
    fit.points.forEach(({ eq1 }, i) => {
      assert.ok(relative(eq1, expected.eq1[i]) < 1e-12);
    });
    const offset = fit.offset_fit as Record<string, number>;
    for (const [key, value] of Object.entries(expected.offset))
      assert.ok(relative(offset[key], value) < (key === 'sse' ? 1e-12 : 1e-5), `${key}: ${offset[key]}`);
    assert.equal(offset.residual_degrees_of_freedom, 2);
    assert.deepEqual([fit.layer, fit.revision, fit.texts], ['last', 'main', 20]);
  });

test('the interval holds the slope, comes from the seed, and is of the texts of one draw for all models', () => {
  const [fit] = powerLaws(rowsOf(5));
  assert.ok(fit.low! < fit.slope && fit.slope < fit.high!);
  assert.deepEqual(powerLaws(rowsOf(5)), [fit]);
  const [other] = powerLaws(rowsOf(5), { ...OPTIONS, seed: 1 });
  assert.notEqual(other.low, fit.low);
  assert.ok(Math.abs(other.low! - fit.low!) < 0.1 * (fit.high! - fit.low!));
  // rank and width in one proportion throughout: every draw has slope 0, though the texts differ
  const paired = rowsOf(5).map((entry) => {
    const H = corpus.matrix_entropy[0][entry.text] + Math.log(entry.dim / corpus.dims[0]);
    return { ...entry, matrix_entropy: H } as EntropyRow;
  });
  const [flat] = powerLaws(paired);
  assert.ok(Math.abs(flat.low!) < 1e-12 && Math.abs(flat.high!) < 1e-12);
});

test("each model's rank and eq. (1) lie in their intervals, whose ends belong together", () => {
  const [fit] = powerLaws(rowsOf(5));
  for (const point of fit.points) {
    const { rank, rank_low, rank_high, eq1, eq1_low, eq1_high, dim } = point;
    assert.ok(rank_low! < rank && rank < rank_high!);
    assert.ok(eq1_low! < eq1 && eq1 < eq1_high!);
    assert.equal(eq1_low, entropyOfRank(rank_low!, dim, OPTIONS.eps));
  }
  // percentiles of the mean of 20: about two of its standard errors either side
  const H = corpus.matrix_entropy[0];
  const mean = H.reduce((sum, h) => sum + h, 0) / H.length;
  const error = Math.sqrt(H.reduce((sum, h) => sum + (h - mean) ** 2, 0)) / H.length;
  const reach = Math.log(fit.points[0].rank_high! / fit.points[0].rank_low!) / (2 * error);
  assert.ok(reach > 1.8 && reach < 2.1, `${reach}`);
  const single = powerLaws(rowsOf(5).filter(({ text }) => text === 0));
  for (const { rank_low, eq1_high } of single[0].points) assert.deepEqual([rank_low, eq1_high], [null, null]);
});

test('three models are fitted, two are not, and below five there is no offset', () => {
  assert.equal(powerLaws(rowsOf(3))[0].residual_degrees_of_freedom, 1);
  assert.equal(powerLaws(rowsOf(4))[0].offset_fit, 'too few models');
  assert.deepEqual(powerLaws(rowsOf(2)), []);
  const oneSize = SIZES.map((size) => ({ ...size, parameters: SIZES[0].parameters }));
  assert.equal(summarizeEntropy(rowsOf(5), oneSize, OPTIONS).power_law, undefined, 'one size five times');
});

test('--parameters chooses the axis', () => {
  const [total] = powerLaws(rowsOf(5));
  const [other] = powerLaws(rowsOf(5), { ...OPTIONS, parameters: 'non-embedding' });
  assert.ok(relative(other.slope, total.slope) < 1e-10, 'a factor of ten moves the line, not its slope');
  assert.ok(relative(other.prefactor, total.prefactor * 10 ** total.slope) < 1e-10);
});

test('the untrained models have a line of their own', () => {
  const rows = [...rowsOf(3, 'trained'), ...rowsOf(3, 'untrained', -0.5)];
  const fits = powerLaws(rows);
  assert.deepEqual(
    fits.map(({ weights }) => weights),
    ['trained', 'untrained'],
  );
  assert.ok(fits[0].points[0].rank > fits[1].points[0].rank);
});

test('texts without a matrix entropy in one model leave all models', () => {
  const rows = rowsOf(3);
  const without = rows.map((entry) =>
    entry.model === 'm1' && entry.text === 4 ? { ...entry, matrix_entropy: null } : entry,
  ) as EntropyRow[];
  const [fit] = powerLaws(without);
  assert.equal(fit.texts, 19);
  assert.deepEqual(
    fit,
    powerLaws(rows.filter(({ text }) => text !== 4))[0],
    'as if the text had not been given',
  );
});

test('one text gives a slope without an interval', () => {
  const [fit] = powerLaws(rowsOf(3).filter(({ text }) => text === 0));
  assert.deepEqual([fit.texts, fit.low, fit.high], [1, null, null]);
  assert.ok(Number.isFinite(fit.slope));
});

test('of several layers the last is fitted', () => {
  const rows = rowsOf(3);
  const embeddings = rows.map((entry) => ({ ...entry, layer: 0, matrix_entropy: 1 }) as EntropyRow);
  const [fit, ...others] = powerLaws([...embeddings, ...rows]);
  assert.equal(others.length, 0);
  assert.equal(fit.slope, powerLaws(rows)[0].slope);
  assert.equal(powerLaws(embeddings)[0].layer, 0, 'one layer is fitted whichever it is');
});

test('means leave out what is undefined, and are null where nothing is defined', () => {
  const identity: Identity = { model: 'm0', revision: 'main' };
  const rows = [row(identity, 2, 0, 32, null), row(identity, 2, 1, 32, Math.log(8))];
  const [some] = summarizeEntropy(rows, SIZES, OPTIONS).means as Record<string, number>[];
  assert.ok(relative(some.effective_rank, 8) < 1e-14);
  assert.ok(relative(some.rank_ratio, 1 / 4) < 1e-14);
  assert.ok(relative(some.eq1, (0.25 * Math.log1p(400)) / Math.log1p(100)) < 1e-14);
  const [none] = summarizeEntropy(rows.slice(0, 1), SIZES, OPTIONS).means as Record<string, unknown>[];
  assert.deepEqual([none.matrix_entropy, none.rank_ratio, none.eq1], [null, null, null]);
});

test('Diff-eRank is the rank at step0 less the rank after, per layer', () => {
  const sizes = ['step0', 'step8'].map((revision) => ({ ...SIZES[0], revision }));
  const ranks = { step0: [4, 9], step8: [5, 20] };
  const rows = Object.entries(ranks).flatMap(([revision, texts]) =>
    texts.flatMap((rank, text) => [
      row({ model: 'm0', revision }, 1, text, 32, Math.log(rank)),
      row({ model: 'm0', revision }, 2, text, 32, 0),
    ]),
  );
  const found = summarizeEntropy(rows, sizes, OPTIONS).diff_erank as Record<string, number | string>[];
  assert.deepEqual(
    found.map(({ layer, revision }) => [layer, revision]),
    [
      [1, 'step8'],
      [2, 'step8'],
    ],
  );
  assert.ok(relative(found[0].diff_erank as number, 6 - 10) < 1e-12, 'geometric means 6 and 10');
  assert.equal(found[1].diff_erank, 0);
  assert.match(found[0].difference as string, /^effective rank at step0 - at \w+$/);
  assert.equal(summarizeEntropy(rowsOf(1), SIZES, OPTIONS).diff_erank, undefined);
});
