/** From token ids to coefficients through a float32 forward pass, against float64 references. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attentionOf } from '../src/experiments/lasso/attention.ts';
import { lassoText, selectTokens } from '../src/experiments/lasso/selection.ts';
import { Runner } from '../src/model/runner.ts';
import { fixturesModel, GOLDEN_NAMES, golden } from './support/goldens.ts';
import { goldenLasso, lassoOracle } from './support/lasso-oracle.ts';
import { embeddedModel } from './support/oracles.ts';

const THRESHOLD = 0.01;
/** Absolute, of a coefficient, end to end. */
const TOLERANCE = 3e-6;
/**
 * The float32 rounding of the states is amplified by the condition of the rows, the more the smaller λ is; nano-xs has
 * more tokens than dimensions here. PyTorch's own float32 forward is off by 2.2e-5, 2.4e-4, 4.1e-5 and 6.8e-6 in these.
 */
const ILL_CONDITIONED: Record<string, number> = {
  'nano-xs sklearn': 1e-4,
  'nano-xs paper': 5e-4,
  'nano-l paper': 1e-4,
  'tiny-b layer1 lambda=0.0001': 2e-5,
};
const toleranceOf = (setting: string) => ILL_CONDITIONED[setting] ?? TOLERANCE;
const ATTENTION_TOLERANCE = 1e-5;

const largest = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  assert.equal(a.length, b.length);
  return Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);
};

for (const name of ['nano-xs', 'nano-l'] as const)
  test(`${name}: the paper's sentence, both conventions`, async (t) => {
    const oracle = lassoOracle().models[name];
    const rows = oracle.targets.map(({ position }) => position);
    const runner = await Runner.open(embeddedModel(name));
    const { blocks, hidden } = runner.shape;
    const attention = { blocks: [blocks - 1], heads: 'mean' as const, rows };
    const worst = { sklearn: 0, paper: 0 };
    for await (const encoding of runner.encode([oracle.ids], { gram: [blocks], attention })) {
      const text = lassoText(encoding.gram.get(blocks)!, encoding.tokens, hidden);
      for (const expected of oracle.targets) {
        const weights = attentionOf(encoding, blocks - 1, rows, expected.position);
        assert.ok(largest(weights, expected.attention.data) < ATTENTION_TOLERANCE);
        for (const convention of ['sklearn', 'paper'] as const) {
          const solution = expected[convention];
          const { lambda } = solution;
          const found = selectTokens(text, expected.position, weights, { lambda, threshold: THRESHOLD });
          const [selection] = found.lasso;
          const difference = largest(selection.coefficients, solution.coefficients.data);
          worst[convention] = Math.max(worst[convention], difference);
          assert.deepEqual(selection.picks, solution.picks);
          assert.deepEqual(found.attentionPicks, expected.attention_picks);
          assert.ok(selection.converged && selection.gap < 1e-10);
          assert.ok(Math.abs(selection.error! - solution.refit_error) < 1e-6);
          assert.ok(Math.abs(selection.fitError! - solution.fit_error) < 1e-6);
          assert.ok(Math.abs(found.attentionError! - expected.attention_refit_error) < 1e-6);
          assert.equal(selection.intercept, null);
          assert.equal(found.sinkShare, weights[0]);
        }
      }
    }
    await runner.close();
    t.diagnostic(
      `largest difference: sklearn ${worst.sklearn.toExponential(1)}, paper ${worst.paper.toExponential(1)}`,
    );
    for (const [convention, difference] of Object.entries(worst))
      assert.ok(difference < toleranceOf(`${name} ${convention}`), `${convention}: off by ${difference}`);
  });

for (const name of GOLDEN_NAMES)
  test(`${name}: coefficients and picks of the last token, from ids`, async (t) => {
    const runner = await Runner.open(fixturesModel(name));
    const { blocks, hidden } = runner.shape;
    const all = Array.from({ length: blocks + 1 }, (_, layer) => layer);
    const cases = Object.values(golden(name).cases);
    let worst = 0;
    for await (const { index, gram, tokens } of runner.encode(
      cases.map(({ ids }) => ids),
      { gram: all },
    ))
      for (const [key, metrics] of Object.entries(cases[index].metrics)) {
        const layer = key === 'last' ? blocks : Number(key.replace('layer', ''));
        const text = lassoText(gram.get(layer)!, tokens, hidden);
        for (const [setting, expected] of goldenLasso(metrics)) {
          if (setting.includes('fit_intercept=True')) continue; // needs the states: the command line's test has it
          const lambda = expected.equivalent_lambda ?? Number(setting.split('=')[1]);
          const found = selectTokens(text, tokens - 1, new Float64Array(tokens), {
            lambda,
            threshold: THRESHOLD,
          });
          const [{ coefficients, picks }] = found.lasso;
          assert.deepEqual(
            [...picks].sort((a, b) => a - b),
            expected.picks,
            `${key} ${setting}`,
          );
          const difference = largest(coefficients, expected.coef);
          assert.ok(
            difference < toleranceOf(`${name} ${key} ${setting}`),
            `${key} ${setting}: off by ${difference}`,
          );
          worst = Math.max(worst, difference);
        }
      }
    await runner.close();
    t.diagnostic(`largest difference ${worst.toExponential(1)}`);
  });
