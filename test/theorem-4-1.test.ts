import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gramOfRows, normalizeGram } from '../src/linalg/gram.ts';
import { theorem41Errors } from '../src/metrics/theorem-4-1.ts';
import { golden, goldenStates } from './support/goldens.ts';
import { relative, theoryOracle } from './support/theory.ts';

test('the corrected theorem holds to the last digit where rows outnumber dimensions, the printed one is off as mpmath has it', () => {
  const { gram, cases } = theoryOracle().theorem_4_1;
  for (const { sigma, printed } of cases) {
    const errors = theorem41Errors(gram.data, gram.shape[0], sigma);
    assert.ok(errors.corrected! < 2e-14, `σ = ${sigma}: ${errors.corrected}`);
    assert.ok(Math.abs(errors.printed! - printed) < 1e-13, `σ = ${sigma}: ${errors.printed}`);
  }
});

test('on golden states: what the goldens say of the printed theorem', () => {
  const text = golden('tiny-a').cases.t33;
  const { T, d, H } = goldenStates(text);
  const { diff, diff_printed_thm41: printed } = text.metrics.last.info_gain['0.01'];
  const errors = theorem41Errors(normalizeGram(gramOfRows(H, T, d), T), T, 0.01);
  const largest = Math.max(...diff.slice(1).map((gain, i) => Math.abs(gain - printed![i + 1])));
  assert.ok(errors.corrected! < 1e-12);
  assert.ok(relative(errors.printed!, largest) < 1e-8);
});

test('one token has no gain to differ, and repeated tokens are exact', () => {
  assert.deepEqual(theorem41Errors(Float64Array.of(1), 1, 0.01), { corrected: null, printed: null });
  const errors = theorem41Errors(new Float64Array(9).fill(1), 3, 0.01);
  assert.ok(errors.corrected! < 1e-14);
});
