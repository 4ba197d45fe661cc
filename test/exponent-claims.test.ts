import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exponentClaim, exponentClaims } from '../src/paper/claims/exponents.ts';

test('claim 13: unbounded M holds; of a million skills all but α = 1 depend on M', () => {
  const found = exponentClaims().map(({ quantity, setting, skills, verdict, value }) => {
    const [, what] = / in (n|flops) /.exec(quantity)!;
    const [, alpha] = /α = ([\d.]+), skills/.exec(setting)!;
    return `${what} ${alpha} ${skills ?? 'unbounded'}: ${value!.toFixed(3)} ${verdict}`;
  });
  // the numbers of science.md, section 5
  assert.deepEqual(found, [
    'n 0.1 unbounded: -0.100 holds',
    'flops 0.1 unbounded: -0.048 holds',
    'n 0.1 1000000: -0.204 depends on M',
    'flops 0.1 1000000: -0.097 depends on M',
    'n 0.5 unbounded: -0.500 holds',
    'flops 0.5 unbounded: -0.200 holds',
    'n 0.5 1000000: -0.519 depends on M',
    'flops 0.5 1000000: -0.208 depends on M',
    'n 1 unbounded: -0.999 holds',
    'flops 1 unbounded: -0.333 holds',
    'n 1 1000000: -1.001 holds',
    'flops 1 1000000: -0.334 holds',
  ]);
});

test('claim 13 within 2 %, and what is off without a bound fails', () => {
  const claim = (skills: number | null, deviation: number | null) =>
    exponentClaim('H - C in n', 0.5, skills, { predicted: -0.5, fitted: -0.5, deviation });
  assert.equal(claim(null, 0.02).verdict, 'holds');
  assert.equal(claim(null, 0.0201).verdict, 'fails');
  assert.equal(claim(1e6, 0.0201).verdict, 'depends on M');
  assert.equal(claim(1e6, 0.02).verdict, 'holds');
  assert.equal(claim(null, null).verdict, 'fails');
  const { quantity, setting, threshold, predicted, skills, model, models } = claim(1e6, 1.0399);
  assert.deepEqual([quantity, setting], ['exponent of H - C in n', 'α = 0.5, skills with a bound']);
  assert.deepEqual([predicted, skills], [-0.5, 1e6]);
  assert.equal(threshold, 'within 2 % of the predicted exponent');
  assert.deepEqual([model, models], [null, 'no model']);
});
