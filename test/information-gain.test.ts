import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { normalizeGram } from '../src/linalg/gram.ts';
import { corpusCurve } from '../src/metrics/corpus-curve.ts';
import { gainAsPrinted, informationGain, informationGainBound } from '../src/metrics/information-gain.ts';
import { GOLDEN_NAMES, type GoldenMetrics, golden, goldenStates } from './support/goldens.ts';
import { gramOf, randomGram } from './support/gram.ts';

/** One layer of one golden text: its states, its Gram matrix and what NumPy made of them. */
interface Layer {
  what: string;
  T: number;
  d: number;
  H: Float64Array;
  K: Float64Array;
  expected: GoldenMetrics;
}

const LAYERS: Layer[] = GOLDEN_NAMES.flatMap((name) =>
  Object.entries(golden(name).cases).flatMap(([key, goldenCase]) =>
    Object.entries(goldenCase.metrics).map(([layer, expected]) => {
      const states = goldenStates(goldenCase, layer === 'last' ? -1 : Number(layer.slice('layer'.length)));
      const K = normalizeGram(gramOf(states.H, states.T, states.d), states.T);
      return { what: `${name} ${key} ${layer}`, ...states, K, expected };
    }),
  ),
);

function close(found: ArrayLike<number>, expected: ArrayLike<number>, relative: number, what: string): void {
  assert.equal(found.length, expected.length, what);
  for (let i = 0; i < found.length; i++) {
    const error = Math.abs(found[i] - expected[i]);
    assert.ok(error <= relative * Math.abs(expected[i]), `${what} [${i}]: ${found[i]} for ${expected[i]}`);
  }
}

test('every series of every golden layer and sigma, each prefix to 1e-10', () => {
  let compared = 0;
  for (const { what, T, d, K, expected } of LAYERS)
    for (const [sigma, series] of Object.entries(expected.info_gain)) {
      const found = informationGain(K, T, Number(sigma));
      close(found.informationGain, series.I.slice(1), 1e-10, `${what} I, sigma ${sigma}`);
      close(
        found.informationGain.map((I) => I / d),
        series.I_over_d.slice(1),
        1e-10,
        `${what} I/d, sigma ${sigma}`,
      );
      close(found.gain, series.diff, 1e-10, `${what} gain, sigma ${sigma}`);
      close(found.posteriorVariance, series.post_var, 1e-10, `${what} variance, sigma ${sigma}`);
      if (series.diff_printed_thm41 !== undefined) {
        const printed = gainAsPrinted(found.posteriorVariance, Number(sigma));
        close(printed, series.diff_printed_thm41, 1e-10, `${what} as printed`);
      }
      compared++;
    }
  assert.equal(compared, 69);
});

test('the first value is ½ log(1 + σ⁻²), gains lie in [0, that] and add up to the total', () => {
  for (const { what, T, K } of LAYERS)
    for (const sigma of [0.003, 0.01, 0.1, 1, 30, 1e5]) {
      const { informationGain: total, gain } = informationGain(K, T, sigma);
      const first = Math.log1p(sigma ** -2) / 2;
      close([total[0], gain[0]], [first, first], 1e-15, what);
      let sum = 0;
      gain.forEach((value, i) => {
        assert.ok(value >= 0 && value <= gain[0], `${what} sigma ${sigma} gain ${i} is ${value}`);
        sum += value;
        close([total[i]], [sum], 1e-14, what);
      });
    }
});

test('a repeated row still adds its noise, orthogonal rows add the full value, and large sigma keeps its digits', () => {
  const repeated = informationGain(new Float64Array(9).fill(1), 3, 1);
  close(repeated.posteriorVariance, [1, 1 / 2, 1 / 3], 1e-15, 'variance');
  close(
    repeated.informationGain,
    [2, 3, 4].map((v) => Math.log(v) / 2),
    1e-15,
    'I = ½ log(1 + T)',
  );
  const orthogonal = informationGain(Float64Array.of(1, 0, 0, 1), 2, 0.01);
  assert.equal(orthogonal.gain[0], orthogonal.gain[1]);
  const faint = informationGain(new Float64Array(4).fill(1), 2, 1e6);
  close(faint.gain, [5e-13, 5e-13], 1e-11, 'gain at sigma 1e6');
});

/** x with A x = b, by Gaussian elimination with partial pivoting. */
function solve(A: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const rows = Array.from(b, (value, i) => [...A.subarray(i * n, i * n + n), value]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let rest = rows[i][n];
    for (let j = i + 1; j < n; j++) rest -= rows[i][j] * x[j];
    x[i] = rest / rows[i][i];
  }
  return x;
}

/** The rows of unit length. */
function unitRows({ T, d, H }: Layer): Float64Array[] {
  return Array.from({ length: T }, (_, i) => {
    const row = H.subarray(i * d, i * d + d);
    return row.map((value) => value / Math.hypot(...row));
  });
}

const inner = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** <z, z - ẑ> with ẑ the prediction Σ b_i z_i from the rows before. */
function unexplained(z: Float64Array, before: Float64Array[], b: ArrayLike<number>): number {
  const rest = z.slice();
  before.forEach((row, i) => {
    for (let j = 0; j < rest.length; j++) rest[j] -= b[i] * row[j];
  });
  return inner(z, rest);
}

test('corrected Theorem 4.1 holds to 1e-12 with the variance of an independent ridge regression', () => {
  for (const layer of LAYERS.filter(({ T }) => T <= 33))
    for (const sigma of [0.01, 0.1, 1]) {
      const Z = unitRows(layer);
      const { gain } = informationGain(layer.K, layer.T, sigma);
      for (let T = 1; T < layer.T; T++) {
        const before = Z.slice(0, T);
        const A = Float64Array.from({ length: T * T }, (_, i) => inner(Z[Math.floor(i / T)], Z[i % T]));
        for (let i = 0; i < T; i++) A[i * T + i] += sigma * sigma;
        const b = solve(
          A,
          Float64Array.from(before, (row) => inner(row, Z[T])),
        );
        const predicted = Math.log1p(unexplained(Z[T], before, b) / sigma ** 2) / 2;
        const error = Math.abs(gain[T] - predicted);
        assert.ok(error <= 1e-12, `${layer.what} sigma ${sigma} token ${T}: off by ${error}`);
      }
    }
});

test('the golden ridge coefficients of the last token give its posterior variance', () => {
  let compared = 0;
  for (const layer of LAYERS)
    for (const [sigma, b] of Object.entries(layer.expected.ridge_last ?? {})) {
      const Z = unitRows(layer);
      const last = layer.T - 1;
      const { posteriorVariance } = informationGain(layer.K, layer.T, Number(sigma));
      const error = Math.abs(unexplained(Z[last], Z.slice(0, last), b) - posteriorVariance[last]);
      assert.ok(error < 1e-12, `${layer.what} sigma ${sigma}: off by ${error}`);
      compared++;
    }
  assert.ok(compared >= 30, String(compared));
});

test('Theorem 4.1 as printed is off, almost constant at sigma .01, right at sigma 1 and where the variance is 1', () => {
  for (const { what, T, K } of LAYERS.filter(({ T }) => T > 1)) {
    const { gain, posteriorVariance } = informationGain(K, T, 0.01);
    const printed = gainAsPrinted(posteriorVariance, 0.01);
    const worst = Math.max(...gain.map((value, i) => Math.abs(value - printed[i])));
    assert.ok(worst > 1e-2, `${what}: ${worst}`);
    for (const value of printed) assert.ok(Math.abs(value - 4.60522) < 1e-5, `${what}: ${value}`);
    close(printed.subarray(0, 1), gain.subarray(0, 1), 1e-12, `${what} first token`);
    const plain = informationGain(K, T, 1);
    close(gainAsPrinted(plain.posteriorVariance, 1), plain.gain, 1e-12, `${what} sigma 1`);
  }
});

test('Theorem 4.1 as printed is undefined at sigma 2 from a variance of .6875 down', () => {
  const printed = gainAsPrinted(Float64Array.of(1, 0.688, 0.6875, 0.687, 0), 2);
  assert.ok(Math.abs(printed[0] - Math.log(1.25) / 2) < 1e-15);
  assert.ok(Number.isFinite(printed[1]));
  assert.deepEqual([...printed.subarray(2)], [Number.NaN, Number.NaN, Number.NaN]);
});

test('the bound holds for every prefix, is met by one token, and is ½ rank log(1 + σ⁻² T / stable rank)', () => {
  for (const { what, T, d, K, expected } of LAYERS)
    for (const sigma of [0.01, 0.1, 1]) {
      const bound = informationGainBound(K, T, d, sigma);
      const total = informationGain(K, T, sigma).informationGain;
      for (let i = 0; i < T; i++)
        assert.ok(
          total[i] <= bound[i] * (1 + 1e-12),
          `${what} sigma ${sigma} T = ${i + 1}: ${total[i]} > ${bound[i]}`,
        );
      close(bound.subarray(0, 1), total.subarray(0, 1), 1e-14, what);
      const rank = what.endsWith('dup12 layer0') ? 4 : Math.min(T, d);
      const last = (rank * Math.log1p(sigma ** -2 * (T / expected.stable_rank))) / 2;
      close([bound[T - 1]], [last], 1e-10, `${what} sigma ${sigma}`);
    }
});

test('the bound holds beyond d tokens and does not exceed its rank', () => {
  const [n, d, sigma] = [150, 24, 0.01];
  const K = randomGram(n, d, 0.7);
  const total = informationGain(K, n, sigma).informationGain;
  informationGainBound(K, n, d, sigma).forEach((bound, i) => {
    assert.ok(total[i] <= bound * (1 + 1e-12));
    assert.ok(bound <= (Math.min(i + 1, d) * Math.log1p(sigma ** -2 * (i + 1))) / 2 + 1e-9);
  });
});

test('a sigma that is no positive number or too small for float64 is an input error that names it', () => {
  const K = Float64Array.of(1);
  for (const sigma of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    for (const compute of [() => informationGain(K, 1, sigma), () => informationGainBound(K, 1, 1, sigma)])
      assert.throws(
        compute,
        (error: Error) => error instanceof InputError && error.message.includes(String(sigma)),
      );
  const n = 100;
  const identity = Float64Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0));
  assert.throws(
    () => informationGain(identity, n, 1e-7),
    (error: Error) =>
      error instanceof InputError &&
      /1e-7 is too small for 100/.test(error.message) &&
      /0.01/.test(error.hint),
  );
  assert.equal(informationGain(identity, n, 1e-5).gain.length, n);
});

test('the corpus curve: means, standard errors and counts of the texts that reach each length', () => {
  const text = (dim: number, gain: number[]) => {
    const informationGain = Float64Array.from(gain, (_, i) => gain.slice(0, i + 1).reduce((a, b) => a + b));
    return { dim, gain: Float64Array.from(gain), informationGain, bound: informationGain.map((I) => 2 * I) };
  };
  const curve = corpusCurve([text(2, [4, 2]), text(2, [4, 4, 8]), text(2, [4])]);
  assert.deepEqual(curve, [
    {
      length: 1,
      texts: 3,
      informationGainMean: 4,
      informationGainSem: 0,
      informationGainPerDimMean: 2,
      informationGainPerDimSem: 0,
      informationGainBoundPerDimMean: 4,
      gainPerDimMean: 2,
      gainPerDimSem: 0,
    },
    {
      length: 2,
      texts: 2,
      informationGainMean: 7,
      informationGainSem: Math.sqrt(2 / 2),
      informationGainPerDimMean: 3.5,
      // values 3 and 4: s = √½, divided by √2
      informationGainPerDimSem: Math.sqrt(0.5 / 2),
      informationGainBoundPerDimMean: 7,
      gainPerDimMean: 1.5,
      gainPerDimSem: Math.sqrt(0.5 / 2),
    },
    {
      length: 3,
      texts: 1,
      informationGainMean: 16,
      informationGainSem: null,
      informationGainPerDimMean: 8,
      informationGainPerDimSem: null,
      informationGainBoundPerDimMean: 16,
      gainPerDimMean: 4,
      gainPerDimSem: null,
    },
  ]);
  assert.deepEqual(corpusCurve([]), []);
});

test('equal values have their own mean and a standard error of 0, whatever the sum of them rounds to', () => {
  for (const n of [2, 3, 7, 30, 1000])
    for (const value of [0.1, Math.log1p(1e4) / 2, 1e-300, 1 / 3]) {
      const gain = Float64Array.of(value);
      const [point] = corpusCurve(Array.from({ length: n }, () => ({ dim: 1, gain, informationGain: gain })));
      assert.deepEqual(
        [point.gainPerDimMean, point.gainPerDimSem, point.informationGainMean, point.informationGainSem],
        [value, 0, value, 0],
        `${n} times ${value}`,
      );
      assert.equal(point.informationGainBoundPerDimMean, null, 'no bound was given');
    }
});
