/** What experiments make of the states and attention of goldens: a metric that is wrong fails here, a forward pass cannot. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distance } from '../src/experiments/distance/distance.ts';
import { distanceMatrix } from '../src/experiments/distance/tiles.ts';
import { embed } from '../src/experiments/embed/embed.ts';
import { entropy } from '../src/experiments/entropy/entropy.ts';
import { infogain } from '../src/experiments/infogain/infogain.ts';
import { lasso } from '../src/experiments/lasso/lasso.ts';
import type { LassoOptions } from '../src/experiments/lasso/options.ts';
import { theory } from '../src/experiments/theory/theory.ts';
import { complete } from '../src/metrics/steps.ts';
import type { Encoding, Tensor } from '../src/model/capture.ts';
import { distanceOracle, pairsOf, settingOf, statesOf } from './support/distance-oracle.ts';
import { embedOracle } from './support/embed-oracle.ts';
import { entropyMetrics, relative } from './support/entropy-oracle.ts';
import { goldenEncoding, goldenLayers, rowsEncoding } from './support/golden-encoding.ts';
import { GOLDEN_NAMES, type GoldenCase, golden } from './support/goldens.ts';
import { goldenLasso } from './support/lasso-oracle.ts';
import { madeModel, madeText, partsOf, recordsOf } from './support/measurement.ts';
import { sharedOracle } from './support/shared-oracle.ts';

/** Of float64 states. */
const ROUNDING = 1e-9;
/** Of states that have been rounded to float32. */
const FLOAT32 = 1e-6;

/** Every golden case with what its states are measured by, layer by layer. */
const cases: [name: string, entry: GoldenCase][] = GOLDEN_NAMES.flatMap((model) =>
  Object.entries(golden(model).cases).map(([name, entry]): [string, GoldenCase] => [
    `${model} ${name}`,
    entry,
  ]),
);

/** The golden cases with an encoding of their own, the model that they are of, and the metrics of each layer. */
function* measured() {
  for (const [name, entry] of cases) {
    const encoding = goldenEncoding(entry);
    const layers = goldenLayers(entry);
    const [first] = layers;
    const dim = entry.metrics[first.key].d;
    const blocks = entry.attn_head_mean_last_row.length;
    const model = madeModel(
      layers.map(({ layer }) => layer),
      dim,
      blocks,
    );
    yield {
      name,
      entry,
      encoding,
      model,
      metrics: layers.map(({ key }) => ({ key, ...entry.metrics[key] })),
    };
  }
}

function near(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  assert.equal(found.length, expected.length, what);
  for (let i = 0; i < found.length; i++) {
    const off = Math.abs(found[i] - expected[i]);
    assert.ok(
      off <= tolerance * Math.max(1, Math.abs(expected[i])),
      `${what}: ${found[i]} for ${expected[i]}`,
    );
  }
}

const ascending = (positions: readonly number[]) => [...positions].sort((a, b) => a - b);

test('infogain: the gain and the posterior variance of each token, at three sigmas', () => {
  for (const { name, entry, encoding, model, metrics } of measured())
    for (const sigma of [0.01, 0.1, 1]) {
      const measurement = infogain.begin(model, [], { ...infogain.defaults, sigma, bound: false });
      const [{ layers }] = recordsOf(measurement, [madeText(entry.ids)], [encoding]);
      for (const [i, { key, info_gain }] of metrics.entries()) {
        const expected = info_gain[sigma === 1 ? '1.0' : String(sigma)];
        near(layers[i].gain, expected.diff, ROUNDING, `${name} ${key} ${sigma}`);
        near(layers[i].posteriorVariance, expected.post_var, ROUNDING, `${name} ${key} ${sigma}`);
      }
    }
});

test('entropy: rate distortion at two eps, matrix entropy centred and not, stable rank', () => {
  for (const { name, entry, encoding, model, metrics } of measured())
    for (const [eps, center] of [
      [0.1, true],
      [0.5, false],
    ] as const) {
      const measurement = entropy.begin(model, [], { ...entropy.defaults, eps, center });
      const [{ layers }] = recordsOf(measurement, [madeText(entry.ids)], [encoding]);
      for (const [i, { key }] of metrics.entries()) {
        const expected = entropyMetrics(entry)[key];
        const { L, norm } = expected.entropy[eps];
        const found = layers[i];
        const what = `${name} ${key} ${eps}`;
        near([found.entropy, found.entropy_normalized], [L, norm], ROUNDING, what);
        near([found.stable_rank], [expected.stable_rank], ROUNDING, what);
        const matrix = center ? expected.matrix_entropy_centered : expected.matrix_entropy;
        if (matrix === undefined) assert.equal(found.matrix_entropy, null, what);
        else
          near(
            [found.matrix_entropy!, found.effective_rank!],
            [matrix.nats, matrix.effective_rank],
            ROUNDING,
            what,
          );
      }
    }
});

/** The options that give a setting of scikit-learn, named as `lambda=0.01` or `sklearn alpha=1e-4 fit_intercept=True`. */
function lassoOptions(setting: string): LassoOptions {
  return {
    ...lasso.defaults,
    targets: ['last'],
    convention: setting.startsWith('lambda') ? 'paper' : 'sklearn',
    strength: Number(/=([^ ]+)/.exec(setting)![1]),
    intercept: setting.endsWith('fit_intercept=True'),
    attentionLayer: 'last',
  };
}

test('lasso: the coefficients and picks of scikit-learn for the last token, and the picks of attention', () => {
  let [settings, attended] = [0, 0];
  for (const { name, entry, encoding, model, metrics } of measured())
    for (const [i, layer] of metrics.entries())
      for (const [setting, expected] of goldenLasso(layer)) {
        const text = madeText(entry.ids);
        const measurement = lasso.begin(
          { ...model, layers: [model.layers[i]] },
          [text],
          lassoOptions(setting),
        );
        const [{ targets }] = recordsOf(measurement, [text], [encoding]);
        const [{ lasso: solutions, attention, attentionPicks }] = targets;
        const what = `${name} ${layer.key} ${setting}`;
        // scikit-learn stops at a gap of 1e-12; an intercept comes of float32 states
        near(solutions[0].coefficients, expected.coef, FLOAT32, what);
        assert.deepEqual(ascending(solutions[0].picks), ascending(expected.picks), what);
        settings++;
        near(attention, entry.attn_head_mean_last_row.at(-1)!, FLOAT32, what);
        const picks = entry.attn_picks_last_row_excl_self?.at(-1);
        if (picks === undefined) continue;
        assert.deepEqual(ascending(attentionPicks), picks, what);
        attended++;
      }
  assert.ok(settings >= 50 && attended >= 20, `${settings} settings, attention in ${attended}`);
});

test('embed: the PCA and silhouettes of scikit-learn for the vectors of the 45 prompts', () => {
  const { prompts, vectors } = embedOracle();
  const expected = vectors.mean;
  const [n, dim] = expected.vectors.shape;
  const texts = prompts.map(([context, label], index) => ({ ...madeText([0], index), context, label }));
  // the mean of one token is its state
  const encodings = texts.map((_, i) =>
    rowsEncoding(expected.vectors.data.subarray(i * dim, (i + 1) * dim), dim),
  );
  const model = madeModel([0], dim, 1);
  const options = { ...embed.defaults, vector: ['mean'] } as const;
  const records = recordsOf(embed.begin(model, texts, options), texts, encodings);
  const { rows, summary } = complete(embed.table([{ model, texts, records, parts: [] }], options));
  assert.equal(rows.length, n);
  const size = Math.max(...expected.pca.flat().map(Math.abs));
  near(
    rows.flatMap(({ pca_1, pca_2 }) => [Number(pca_1) / size, Number(pca_2) / size]),
    expected.pca.flat().map((score) => score / size),
    FLOAT32,
    'scores',
  );
  const [{ explained_variance, separation }] = summary.embeddings as unknown as {
    explained_variance: number[];
    separation: { vectors: { context: { silhouette: number; nearest_neighbor_accuracy: number } } };
  }[];
  near(explained_variance, expected.explained_variance, FLOAT32, 'variance');
  const { silhouettes, nearest_neighbor_accuracy } = expected.separation.context;
  const mean = silhouettes.reduce((sum, value) => sum + value, 0) / n;
  const { context } = separation.vectors;
  near(
    [context.silhouette, context.nearest_neighbor_accuracy],
    [mean, nearest_neighbor_accuracy],
    FLOAT32,
    'separation',
  );
});

test('distance: those of mpmath between the states of prompts', async (t) => {
  const { prompts } = distanceOracle();
  const states = statesOf(prompts);
  const texts = states.map(({ n }, index) => madeText(new Array(n).fill(0), index));
  const encodings = states.map(({ d, data }) => rowsEncoding(data, d));
  const model = madeModel([0], states[0].d, 1);
  for (const [key, expected] of Object.entries(prompts.distances)) {
    if (/1e12|1e-12/.test(key)) continue; // beyond float32
    const { metric, options } = settingOf(key);
    const measurement = distance.begin(model, texts, { ...distance.defaults, ...options, metric: [metric] });
    const parts = await partsOf(measurement, encodings, { product });
    const matrix = distanceMatrix({ texts, parts }, 0, metric);
    const errors = Array.from(pairsOf(texts.length), ([a, b], i) =>
      relative(matrix[a * texts.length + b], expected[i]),
    );
    const worst = Math.max(...errors);
    t.diagnostic(`${key}: ${worst.toExponential(1)}`);
    assert.ok(worst < FLOAT32, `${key} differs by ${worst}`);
  }
});

async function product(a: Tensor, b: Tensor): Promise<Float64Array> {
  const [n, dim] = a.dims;
  const out = new Float64Array(n * b.dims[0]);
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < b.dims[0]; j++, at++)
      for (let k = 0; k < dim; k++) out[at] += a.data[i * dim + k] * b.data[j * dim + k];
  return out;
}

test('theory: what eq. (1), Def 4.2 and Theorem 4.1 come to, and eqs (3) and (4) on value vectors of transformers', () => {
  for (const { model: name, case: key, values } of sharedOracle().values) {
    const entry = golden(name).cases[key];
    const [blocks, heads, tokens, headDim] = values.shape;
    const block = blocks - 1;
    const of = heads * tokens * headDim;
    const encoding: Encoding = {
      ...goldenEncoding(entry, 'all'),
      values: new Map([
        [
          block,
          { dims: [heads, tokens, headDim], data: Float32Array.from(values.data.subarray(block * of)) },
        ],
      ]),
    };
    const { d, stable_rank: stable, info_gain } = entry.metrics.last;
    const model = madeModel([blocks], d, blocks);
    const [rows] = recordsOf(theory.begin(model, [], theory.defaults), [madeText(entry.ids)], [encoding]);
    const row = (theorem: string, part: string) =>
      rows.find((found) => found.theorem === theorem && found.quantity.includes(part))!;
    const expected = entropyMetrics(entry).last;
    const gain = info_gain['0.01'];
    const printed = Math.max(...gain.diff_printed_thm41!.map((value, i) => Math.abs(value - gain.diff[i])));
    const eq1 = (expected.matrix_entropy as unknown as { eq1_at_r_over_d_eps0_1: number })
      .eq1_at_r_over_d_eps0_1;
    near(
      [
        row('Eq. (1)', '').measured!,
        row('Eq. (1)', '').predicted!,
        row('Def 4.2', 'corrected').measured!,
        row('Def 4.2', 'printed last step').predicted!,
        row('Theorem 4.1', 'as printed').measured!,
      ],
      [
        expected.entropy['0.1'].norm,
        eq1,
        gain.I.at(-1)!,
        stable * Math.log1p(tokens / stable / 1e-4),
        printed,
      ],
      ROUNDING,
      `${name} ${key}`,
    );
    assert.equal(row('Theorem 4.1', 'corrected').holds, true);
    assert.equal(row('Eqs (3), (4)', 'largest').holds, true);
  }
});
