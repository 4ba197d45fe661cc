import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type PromptRuns,
  type Silhouettes,
  separationClaims,
  type View,
  type ViewName,
} from '../src/paper/claims/separation.ts';
import { meanOf, plainInterval, random, seedsAround } from './support/corpus-runs.ts';

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

/** Eight untrained models with these silhouettes, 0 where none is given, and a standard deviation of .01 in each. */
function untrained(of: Partial<Silhouettes> = {}): Silhouettes[] {
  return seedsAround(
    (noise) =>
      Object.fromEntries(NAMES.map((name, i) => [name, (of[name] ?? 0) + noise * (i + 1)])) as Silhouettes,
    0.002,
  );
}

function made(views: Partial<Record<ViewName, View>>, control = untrained()): PromptRuns {
  const all = Object.fromEntries(NAMES.map((name) => [name, view(0.5)])) as Record<ViewName, View>;
  return {
    trained: [{ model: 'one', revision: null, layer: 4, views: { ...all, ...views } }],
    control: [control],
    labels: LABELS,
    data: 'made prompts',
  };
}

function of(number: number, runs: PromptRuns) {
  return separationClaims(runs, random).filter((claim) => claim.number === number);
}

test('one row of claims 8 and 9 and four of claim 10 for each model', () => {
  const claims = separationClaims(made({}), random);
  assert.deepEqual(
    claims.map(({ number }) => number),
    [7, 7, 8, 9, 10, 10, 10, 10],
  );
  assert.deepEqual(
    claims.slice(4).map(({ setting }) => /^(\S+) distance$/.exec(setting)![1]),
    ['Logdet', 'Riemannian', 'log-Euclidean', 'Frobenius'],
  );
});

test('claims 8 to 10: above 0, below 0, across, and a p that is not below .01', () => {
  const verdict = (pca: View) => of(8, made({ pca }))[0].verdict;
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

test('also untrained unless the interval lies above what one more seed may give', () => {
  // js is the fifth view: a standard deviation of .0093, so that one more may be .0234 higher
  const verdict = (js: number) => of(9, made({ js: view(0.3) }, untrained({ js })))[0].verdict;
  assert.equal(verdict(0.25), 'holds');
  assert.equal(verdict(0.26), 'also untrained');
  assert.equal(verdict(0.9), 'also untrained');
  assert.equal(of(9, made({ js: view(-0.3) }, untrained({ js: 0.9 })))[0].verdict, 'fails');
  assert.equal(of(9, made({}, []))[0].verdict, 'undecided');
});

test('p and the control stand in numbers of their own', () => {
  const [{ p, control, quantity, setting }] = of(9, made({ js: view(0.3) }, untrained({ js: 0.1 })));
  assert.equal(p, 0.0001);
  assert.equal(control!.seeds, 8);
  assert.ok(Math.abs(control!.mean - 0.1) < 1e-12);
  assert.deepEqual([quantity, setting], ['silhouette of the contexts', 'JS distance']);
});

test('claim 7 holds, fails, is undecided, and depends on the one vector', () => {
  const verdicts = (mean: number, last: number, country: number) =>
    of(7, made({ mean: view(mean), last: view(last), country: flat(country) })).map(({ verdict }) => verdict);
  // country by country the same silhouette, so that its difference varies
  const flat = (value: number) => view(value, { samples: new Float64Array(45).fill(value) });
  assert.deepEqual(verdicts(0.5, 0.3, 0.1), ['holds', 'holds']);
  assert.deepEqual(verdicts(0.3, 0.5, 0.9), ['fails', 'fails']);
  assert.deepEqual(verdicts(0.5, 0.7, 0.1), ['depends on the one vector', 'depends on the one vector']);
  assert.deepEqual(verdicts(0.5, 0.3, 0.5), ['depends on the one vector', 'depends on the one vector']);
  assert.deepEqual(verdicts(0.5, 0.7, 0.5), ['fails', 'undecided']);
  assert.deepEqual(verdicts(0.5, 0.5, 0.5), ['undecided', 'undecided']);
});

test('claim 7 is also untrained unless its difference lies above that of the untrained vectors', () => {
  const verdicts = (control: Silhouettes[]) =>
    of(7, made({ mean: view(0.5), last: view(0.3), country: view(0.1) }, control)).map(
      ({ verdict }) => verdict,
    );
  assert.deepEqual(verdicts(untrained({ mean: 0.9, last: 0.75, country: 0.55 })), ['holds', 'holds']);
  assert.deepEqual(verdicts(untrained({ mean: 0.9, last: 0.7, country: 0.6 })), ['also untrained', 'holds']);
  assert.deepEqual(verdicts(untrained({ mean: 0.9, last: 0.8, country: 0.2 })), ['holds', 'also untrained']);
  // two seeds that lie far apart say that a third may lie anywhere
  const [none] = untrained();
  assert.deepEqual(verdicts([none, { ...none, mean: 0.1 }]), ['also untrained', 'also untrained']);
});

test('claim 7 names both silhouettes, each with its control', () => {
  const runs = made({ mean: view(0.5), last: view(0.3) }, untrained({ mean: 0.2, last: 0.1 }));
  const [{ parts }] = of(7, runs);
  assert.deepEqual(
    parts.map(({ name, value, control }) => [name, value, control!.mean.toFixed(9)]),
    [
      ['silhouette of mean vectors', 0.5, '0.200000000'],
      ["silhouette of the last tokens' vectors", 0.3, '0.100000000'],
    ],
  );
});

test('the interval of claim 7 resamples the names and keeps both silhouettes of a prompt together', () => {
  const last = view(0.3, { samples: Float64Array.from(LABELS, (_, i) => Math.sin(i)) });
  const mean = view(0.5, { samples: Float64Array.from(LABELS, (_, i) => Math.sin(i) + Math.cos(3 * i)) });
  const [{ interval, value }] = of(7, made({ mean, last }));
  const ofName = Array.from({ length: 15 }, (_, name) =>
    meanOf([0, 15, 30].map((first) => Math.cos(3 * (first + name)))),
  );
  const [low, high] = plainInterval(15, (names) => meanOf(names.map((name) => ofName[name])));
  assert.ok(Math.abs(interval!.low - low) < 1e-12);
  assert.ok(Math.abs(interval!.high - high) < 1e-12);
  assert.equal(value, 0.5 - 0.3);
});
