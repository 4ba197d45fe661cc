import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type PromptRuns,
  separationClaims,
  type View,
  type ViewName,
} from '../src/experiments/reproduce/separation-claims.ts';
import { meanOf, plainInterval, random } from './support/corpus-runs.ts';

const NAMES = [
  'mean',
  'last',
  'country',
  'pca',
  'js',
  'logdet',
  'riemann',
  'logeuclidean',
  'frobenius',
] as const;
const LABELS = Array.from({ length: 45 }, (_, i) => `country ${i % 15}`);

/** A view whose silhouettes lie around a value, differently for each country. */
function view(silhouette: number, more: Partial<View> = {}): View {
  const samples = Float64Array.from(LABELS, (_, i) => silhouette + 0.01 * ((i % 15) - 7));
  return {
    samples,
    silhouette,
    p: 0.0001,
    interval: { low: silhouette - 0.02, high: silhouette + 0.02 },
    ...more,
  };
}

function made(
  views: Partial<Record<ViewName, View>>,
  control: Partial<Record<ViewName, number>>[] = [],
): PromptRuns {
  const all = Object.fromEntries(NAMES.map((name) => [name, view(0.5)])) as Record<ViewName, View>;
  const silhouettes = Object.fromEntries(NAMES.map((name) => [name, 0])) as Record<ViewName, number>;
  return {
    trained: [{ model: 'one', views: { ...all, ...views } }],
    control: control.map((of) => [{ model: 'one', silhouettes: { ...silhouettes, ...of } }]),
    labels: LABELS,
    data: 'made prompts',
  };
}

function of(number: string, runs: PromptRuns) {
  return separationClaims(runs, random).filter(({ claim }) => claim.startsWith(`${number} `));
}

test('one row of claims 8 and 9 and four of claim 10 for each model', () => {
  const claims = separationClaims(made({}), random);
  const numbers = claims.map(({ claim }) => Number.parseInt(claim, 10));
  assert.deepEqual(numbers, [7, 7, 8, 9, 10, 10, 10, 10]);
  assert.deepEqual(
    claims.slice(4).map(({ quantity }) => /, (\S+) distance/.exec(quantity)![1]),
    ['Logdet', 'Riemannian', 'log-Euclidean', 'Frobenius'],
  );
});

test('claims 8 to 10: above 0, below 0, across, and a p that is not below .01', () => {
  const verdict = (pca: View) => of('8', made({ pca }))[0].verdict;
  assert.equal(verdict(view(0.3)), 'holds');
  assert.equal(verdict(view(0.3, { p: 0.0099 })), 'holds');
  assert.equal(verdict(view(0.3, { p: 0.01 })), 'fails');
  assert.equal(verdict(view(-0.3, { p: 0.9 })), 'fails');
  assert.equal(verdict(view(-0.3)), 'fails');
  assert.equal(verdict(view(0.01)), 'undecided');
  assert.equal(verdict(view(0.01, { p: 0.2 })), 'undecided');
});

test('each view decides its own row', () => {
  const views = ['pca', 'js', 'logdet', 'riemann', 'logeuclidean', 'frobenius'] as const;
  views.forEach((name, i) => {
    const claims = separationClaims(made({ [name]: view(-0.3) }), random).slice(2);
    assert.deepEqual(
      claims.map(({ verdict }) => verdict),
      views.map((_, j) => (i === j ? 'fails' : 'holds')),
    );
  });
});

test('also untrained where the control lies within the interval or above it', () => {
  const verdict = (...js: number[]) => {
    const [claim] = of(
      '9',
      made(
        { js: view(0.3) },
        js.map((value) => ({ js: value })),
      ),
    );
    return [claim.verdict, claim.control?.low, claim.control?.high];
  };
  assert.deepEqual(verdict(0.1, 0.27, 0.2), ['holds', 0.1, 0.27]);
  assert.deepEqual(verdict(0.1, 0.29, 0.2), ['also untrained', 0.1, 0.29]);
  assert.deepEqual(verdict(0.9), ['also untrained', 0.9, 0.9]);
  assert.deepEqual(verdict(), ['holds', undefined, undefined]);
  const [failing] = of('9', made({ js: view(-0.3) }, [{ js: 0.9 }]));
  assert.equal(failing.verdict, 'fails');
});

test('claim 7 holds, fails, is undecided, and depends on the one vector', () => {
  const verdicts = (mean: number, last: number, country: number) =>
    of('7', made({ mean: view(mean), last: view(last), country: flat(country) })).map(
      ({ verdict }) => verdict,
    );
  // country by country the same silhouette, so that its difference varies
  const flat = (value: number) => view(value, { samples: new Float64Array(45).fill(value) });
  assert.deepEqual(verdicts(0.5, 0.3, 0.1), ['holds', 'holds']);
  assert.deepEqual(verdicts(0.3, 0.5, 0.9), ['fails', 'fails']);
  assert.deepEqual(verdicts(0.5, 0.7, 0.1), ['depends on the one vector', 'depends on the one vector']);
  assert.deepEqual(verdicts(0.5, 0.3, 0.5), ['depends on the one vector', 'depends on the one vector']);
  assert.deepEqual(verdicts(0.5, 0.7, 0.5), ['fails', 'undecided']);
  assert.deepEqual(verdicts(0.5, 0.5, 0.5), ['undecided', 'undecided']);
});

test('claim 7 is also untrained where the difference between the untrained vectors reaches the interval', () => {
  const verdicts = (...control: Partial<Record<ViewName, number>>[]) =>
    of('7', made({ mean: view(0.5), last: view(0.3), country: view(0.1) }, control)).map(
      ({ verdict }) => verdict,
    );
  assert.deepEqual(verdicts({ mean: 0.9, last: 0.75, country: 0.55 }), ['holds', 'holds']);
  assert.deepEqual(verdicts({ mean: 0.9, last: 0.7, country: 0.6 }), ['also untrained', 'holds']);
  assert.deepEqual(verdicts({ mean: 0.9, last: 0.8, country: 0.2 }), ['holds', 'also untrained']);
  assert.deepEqual(verdicts({ mean: 0 }, { mean: 0.9 }), ['also untrained', 'also untrained']);
});

test('the interval of claim 7 resamples the names and keeps both silhouettes of a prompt together', () => {
  const last = view(0.3, { samples: Float64Array.from(LABELS, (_, i) => Math.sin(i)) });
  const mean = view(0.5, { samples: Float64Array.from(LABELS, (_, i) => Math.sin(i) + Math.cos(3 * i)) });
  const [{ interval, value }] = of('7', made({ mean, last }));
  const ofName = Array.from({ length: 15 }, (_, name) =>
    meanOf([0, 15, 30].map((first) => Math.cos(3 * (first + name)))),
  );
  const [low, high] = plainInterval(15, (names) => meanOf(names.map((name) => ofName[name])));
  assert.ok(Math.abs(interval!.low - low) < 1e-12);
  assert.ok(Math.abs(interval!.high - high) < 1e-12);
  assert.equal(value, 0.5 - 0.3);
});
