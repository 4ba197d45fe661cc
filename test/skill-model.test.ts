import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logLogFit, offsetFit } from '../src/metrics/power-law.ts';
import { skillCurve } from '../src/metrics/skill-model.ts';
import { hurwitzZeta } from '../src/metrics/zeta.ts';
import { type GoldenSkills, relative, theoryGolden } from './support/theory.ts';

function curveOf({ M, alpha, B, C, Delta, n }: GoldenSkills) {
  return skillCurve({ alpha, skills: M, before: B, after: C, perFlop: Delta }, n);
}

test('entropies and flops are the sums NumPy takes', () => {
  for (const golden of theoryGolden().skills) {
    const { excess, flops } = curveOf(golden);
    golden.n.forEach((n, i) => {
      const where = `M ${golden.M}, alpha ${golden.alpha}, n ${n}`;
      assert.ok(relative(golden.C + excess[i], golden.H[i]) < 1e-13, where);
      assert.ok(relative(flops[i], golden.S[i]) < 1e-12, where);
    });
  }
});

test('fits to them are NumPy and SciPy fits', () => {
  for (const golden of theoryGolden().skills) {
    const { excess, flops } = curveOf(golden);
    const H = excess.map((value) => value + golden.C);
    // H - C from a rounded H has 1e-16 / (H - C) less digits than the exact excess
    assert.ok(relative(logLogFit(golden.n, excess)!.gamma, golden.fit_n.gamma) < 1e-10);
    assert.ok(relative(logLogFit(flops, excess)!.gamma, golden.fit_S.gamma) < 1e-10);
    assert.ok(relative(logLogFit(golden.n, H)!.gamma, golden.fit_n_without_subtracting_C.gamma) < 1e-9);
    assert.ok(Math.abs(offsetFit(golden.n, H)!.gamma - golden.fit_offset.gamma) < 1e-6);
    assert.ok(Math.abs(offsetFit(golden.n, H)!.offset - golden.fit_offset.L0) < 1e-6);
  }
});

test('two skills by hand', () => {
  const { excess, flops, normalizer } = skillCurve(
    { alpha: 1, skills: 2, before: 3, after: 1, perFlop: 0.5 },
    [1],
  );
  assert.equal(normalizer, 1.25); // p = 4/5, 1/5
  assert.ok(relative(excess[0], 2 / 5) < 1e-15);
  assert.ok(relative(flops[0], (2 * 5) / 4 / 0.5) < 1e-15);
});

test('without bound, the tail is that of the zeta function, and a bound in the far leaves it', () => {
  const model = { alpha: 1, before: 5, after: 2, perFlop: 0.25 };
  const unbounded = skillCurve({ ...model, skills: null }, [100]);
  assert.ok(relative(unbounded.excess[0], (3 * hurwitzZeta(2, 101)) / hurwitzZeta(2, 1)) < 1e-15);
  const bounded = skillCurve({ ...model, skills: 1_000_000 }, [100]);
  const missing = 1 - bounded.excess[0] / unbounded.excess[0];
  assert.ok(missing > 9e-5 && missing < 1.1e-4, `1e-6 of a tail of 1e-2: ${missing}`);
});
