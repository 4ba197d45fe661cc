/** From token ids to information gain through a float32 forward pass, against float64 references. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeGram } from '../src/linalg/gram.ts';
import { informationGain } from '../src/metrics/information-gain.ts';
import type { Layer } from '../src/model/capture.ts';
import { Runner } from '../src/model/runner.ts';
import { fixturesModel, GOLDEN_NAMES, golden } from './support/goldens.ts';
import { embeddedModel, NANO_NAMES, nanoOracle } from './support/oracles.ts';
import { ATTENTION_TOLERANCE, rowError } from './support/parity.ts';

/** Relative tolerances of a float32 forward pass for the cumulative gain and for single gains. */
const TOTAL_TOLERANCE = 2e-7;
const GAIN_TOLERANCE = 5e-6;
/** Of the nano suite at 512 tokens: a narrow, wide-ranging residual stream costs digits. */
const NANO_HIDDEN_TOLERANCE = 1e-5;

function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < expected.length; i++)
    worst = Math.max(worst, Math.abs(found[i] - expected[i]) / Math.abs(expected[i]));
  return worst;
}

for (const name of GOLDEN_NAMES)
  test(`${name}: information gain of every prefix, from ids`, async (t) => {
    const runner = await Runner.open(fixturesModel(name));
    const cases = Object.values(golden(name).cases);
    const layers: Layer[] = Array.from({ length: runner.shape.blocks + 1 }, (_, layer) => layer);
    const worst = { total: 0, gain: 0 };
    for await (const { index, gram, tokens } of runner.encode(
      cases.map(({ ids }) => ids),
      { gram: layers },
    ))
      for (const [key, metrics] of Object.entries(cases[index].metrics)) {
        const layer = key === 'last' ? runner.shape.blocks : Number(key.replace('layer', ''));
        const K = normalizeGram(gram.get(layer)!, tokens);
        for (const [sigma, expected] of Object.entries(metrics.info_gain)) {
          const found = informationGain(K, tokens, Number(sigma));
          worst.total = Math.max(worst.total, relativeError(found.informationGain, expected.I.slice(1)));
          worst.gain = Math.max(worst.gain, relativeError(found.gain, expected.diff));
        }
      }
    await runner.close();
    t.diagnostic(`total ${worst.total.toExponential(1)}, single gains ${worst.gain.toExponential(1)}`);
    assert.ok(worst.total < TOTAL_TOLERANCE, `information gain differs by ${worst.total}`);
    assert.ok(worst.gain < GAIN_TOLERANCE, `single gains differ by ${worst.gain}`);
  });

for (const name of NANO_NAMES)
  test(`${name}: states, attention and information gain of 512 tokens`, async (t) => {
    const oracle = nanoOracle(name);
    const runner = await Runner.open(embeddedModel(name));
    const { blocks, hidden: d } = runner.shape;
    const all = Array.from({ length: blocks + 1 }, (_, layer) => layer);
    const attention = { blocks: all.slice(0, blocks), heads: 'mean', rows: oracle.attention_rows } as const;
    const capture = { hidden: [...all, 'last-raw' as const], gram: [blocks], attention };
    let states = 0;
    let weights = 0;
    for await (const encoding of runner.encode([oracle.ids], capture)) {
      const rowsOf = (layer: Layer) =>
        Float32Array.from(
          oracle.positions.flatMap((p) => [...encoding.hidden.get(layer)!.data.subarray(p * d, (p + 1) * d)]),
        );
      for (const layer of all) {
        const size = oracle.positions.length * d;
        const expected = oracle.hidden.data.subarray(layer * size, (layer + 1) * size);
        states = Math.max(states, rowError(rowsOf(layer), expected, d));
      }
      states = Math.max(states, rowError(rowsOf('last-raw'), oracle.last_raw.data, d));
      let at = 0;
      for (const layer of attention.blocks)
        for (const weight of encoding.attention.get(layer)!.data)
          weights = Math.max(weights, Math.abs(weight - oracle.attention_head_mean.data[at++]));
      assert.equal(at, oracle.attention_head_mean.data.length);
      const gain = informationGain(normalizeGram(encoding.gram.get(blocks)!, 512), 512, oracle.sigma);
      const error = relativeError(gain.informationGain, oracle.information_gain.data);
      t.diagnostic(
        `hidden ${states.toExponential(1)}, attention ${weights.toExponential(1)}, gain ${error.toExponential(1)}`,
      );
      assert.ok(error < TOTAL_TOLERANCE, `information gain differs by ${error}`);
    }
    await runner.close();
    assert.ok(states < NANO_HIDDEN_TOLERANCE, `hidden states differ by ${states}`);
    assert.ok(weights < ATTENTION_TOLERANCE, `attention differs by ${weights}`);
  });
