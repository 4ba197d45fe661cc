import assert from 'node:assert/strict';
import { test } from 'node:test';
import { studentT } from '../src/metrics/student-t.ts';

/** scipy.stats.t.ppf of SciPy 1.17.1 at .975 and .995: degrees of freedom, and the t of shares .95 and .99. */
const SCIPY = [
  [1, 12.706204736174694, 63.656741162871526],
  [2, 4.302652729749462, 9.924843200918287],
  [3, 3.1824463052837078, 5.840909309733355],
  [4, 2.7764451051977934, 4.604094871349992],
  [5, 2.5705818356363146, 4.032142983555228],
  [7, 2.364624251592784, 3.4994832973504924],
  [8, 2.306004135204166, 3.355387331333395],
  [10, 2.228138851986274, 3.16927267261695],
  [23, 2.0686576104190486, 2.807335683769999],
  [30, 2.0422724563012378, 2.7499956535672254],
  [99, 1.9842169515864174, 2.626405457280827],
  [100, 1.9839715185235518, 2.6258905214380173],
  [999, 1.9623414611334493, 2.5807596372676365],
];

test('quantiles of odd and even degrees of freedom are those of SciPy', () => {
  for (const [degrees, t95, t99] of SCIPY) {
    assert.ok(Math.abs(studentT(0.95, degrees) / t95 - 1) < 1e-12, `${degrees}`);
    assert.ok(Math.abs(studentT(0.99, degrees) / t99 - 1) < 1e-12, `${degrees}`);
  }
});

test('one degree of freedom is a Cauchy distribution, two have a closed form', () => {
  assert.ok(Math.abs(studentT(0.5, 1) - 1) < 1e-15);
  const share = 0.9;
  assert.ok(Math.abs(studentT(share, 2) - share * Math.sqrt(2 / (1 - share * share))) < 1e-12);
});
