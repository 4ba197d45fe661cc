import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hurwitzZeta } from '../src/metrics/zeta.ts';
import { relative, theoryOracle } from './support/theory.ts';

test('the Hurwitz zeta function is that of SciPy', () => {
  for (const { s, a, value } of theoryOracle().zeta)
    assert.ok(
      relative(hurwitzZeta(s, a), value) < 5e-15,
      `zeta(${s}, ${a}): ${hurwitzZeta(s, a)}, not ${value}`,
    );
});

test('known values: π²/6, π⁴/90, and a tail that is the rest of a sum', () => {
  assert.ok(relative(hurwitzZeta(2, 1), Math.PI ** 2 / 6) < 1e-15);
  assert.ok(relative(hurwitzZeta(4, 1), Math.PI ** 4 / 90) < 1e-15);
  assert.ok(relative(1 + 1 / 4 + 1 / 9 + hurwitzZeta(2, 4), Math.PI ** 2 / 6) < 1e-15);
});
