import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim, Part } from '../src/paper/claims/claim.ts';
import { type Control, controlOf } from '../src/paper/claims/control.ts';
import { exponentClaims } from '../src/paper/claims/exponents.ts';
import { findings } from '../src/paper/claims/found.ts';
import { JACCARD, STRENGTHS } from '../src/paper/claims/lasso.ts';
import { findingLines } from '../src/report/terminal/findings.ts';

/** One that says nothing, but for what is given. */
function claim(number: number, more: Partial<Claim> = {}): Claim {
  return {
    number,
    quantity: '',
    setting: '',
    value: null,
    interval: null,
    threshold: '',
    verdict: 'undecided',
    control: null,
    parts: [],
    model: null,
    revision: null,
    layer: null,
    models: 'a, b',
    data: '',
    ...more,
  };
}

function part(name: string, model: string, value: number, control: Control | null = null): Part {
  return { name, model, value, control };
}

/** What is said of one claim; the others have no rows but where they need one. */
function found(number: number, claims: Claim[]) {
  const others = [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((other) =>
    other === number ? [] : [silent(other)],
  );
  const all = findings([...claims, ...others.flat(), ...exponentClaims()]);
  assert.deepEqual(
    all.map((finding) => finding.number),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
  );
  return all[number - 1];
}

function silent(number: number): Claim {
  return claim(number, [8, 9].includes(number) ? { value: 0, interval: { low: 0, high: 0 }, p: 1 } : {});
}

/** Mean .2, so near each other that one more lies between .196 and .204. */
const CONTROL = controlOf([0.199, 0.2, 0.201, 0.199, 0.2, 0.201, 0.199, 0.201])!;

test('claim 6: what Lasso keeps where attention keeps so many, at both penalties', () => {
  const [own, paper] = STRENGTHS.map(({ name }) => name);
  const sparser = (setting: string, model: string, lasso: number, attention: number) =>
    claim(6, {
      quantity: 'sparser: ...',
      setting,
      parts: [
        part('mean Lasso picks', model, lasso),
        part('mean attention picks', model, attention, controlOf([60, 62])),
      ],
    });
  const rows = [
    claim(6, { quantity: JACCARD, setting: own, value: 0.115 }),
    claim(6, { quantity: JACCARD, setting: paper, value: 0.0689 }),
    sparser(own, 'a', 13.2, 7.1),
    sparser(own, 'b', 19.8, 12.4),
    sparser(paper, 'a', 2.1, 7.1),
    sparser(paper, 'b', 4.3, 12.4),
  ];
  assert.equal(
    found(6, rows).found,
    'Lasso keeps 13 to 20 tokens where attention keeps 7.1 to 12 (in untrained models 61); at λ = 0.41 it keeps 2.1 to 4.3. Of all picked tokens they share 6.9 to 12 %.',
  );
  assert.match(found(6, [claim(6)]).found, /no(t| ).*second token/i);
  // neither picks any token of any text: there is no share to tell
  const empty = [own, paper].map((setting) => sparser(setting, 'a', 0, 0));
  assert.match(found(6, empty).found, /Lasso keeps 0 tokens .* they share – %/);
});

test('claims 8 and 9: in how many sizes, the silhouettes, p and what one more untrained model may give', () => {
  const js = (value: number, more: Partial<Claim> = {}) =>
    claim(9, {
      value,
      interval: { low: value - 0.01, high: value + 0.01 },
      p: 1e-4,
      control: CONTROL,
      verdict: 'holds',
      ...more,
    });
  const both = found(9, [js(0.35), js(0.48)]);
  assert.equal(
    both.found,
    'JS distances separate the contexts with all 2 models, silhouette 0.35 to 0.48 (p ≤ 1e-4); untrained 0.2, one more at most 0.2.',
  );
  assert.equal(both.verdict, 'holds');
  const mixed = found(9, [js(0.35), js(0.0, { p: 0.3, verdict: 'undecided' })]);
  assert.match(mixed.found, /^JS distances separate the contexts with 1 of 2 models, .*\(p = 0\.3\)/);
  assert.equal(mixed.verdict, 'holds 1 of 2, undecided 1 of 2');
  const none = found(9, [js(-0.2, { p: 1, control: null, verdict: 'fails' })]);
  assert.equal(none.found, 'JS distances do not separate the contexts, silhouette -0.2 (p = 1).');
});

test('claim 10 has a part for each distance, and no silhouette above 1', () => {
  const row = (setting: string, value: number, control: Control | null) =>
    claim(10, { setting, value, control });
  const { found: sentence } = found(10, [
    row('Logdet distance', 0.42, CONTROL),
    row('Logdet distance', 0.44, CONTROL),
    row('Frobenius distance', 0.5, controlOf([0.3, 0.6])),
  ]);
  assert.equal(
    sentence,
    'Silhouettes of the contexts: Logdet 0.42 to 0.44 (untrained 0.2, one more at most 0.2); Frobenius 0.5 (untrained 0.45, one more at most 1).',
  );
});

test('claim 1: slope, how far the points are off the line, untrained slopes, constant rank', () => {
  const parts = [-0.05, 0.067].map((residual, i) => part('log f(r/d) off the line', `m${i}`, residual));
  const row = claim(1, {
    value: -0.2074,
    r2: 0.966,
    nullSlope: -0.413,
    control: controlOf([-0.19, -0.21]),
    parts,
  });
  assert.equal(
    found(1, [row]).found,
    'f(r/d) goes as N^-0.207 (R² 0.966, a weak test of 2 points: the worst is 7 % off the line); untrained models as N^-0.2, one more between -0.42 and 0.0201; a constant rank as N^-0.413.',
  );
  assert.match(found(1, [claim(1)]).found, /fewer than three sizes/);
});

test('claims 3 and 5: from the smallest model to the largest', () => {
  const sizes = (name: string, values: number[], controls: (Control | null)[] = []) =>
    values.map((value, i) => part(name, i === 0 ? 'small' : 'large', value, controls[i] ?? null));
  const slower = [
    claim(3, {
      lengths: 'T = 16',
      parts: sizes('mean I / d', [2.31, 0.794], [controlOf([2, 2.2]), controlOf([0.7, 0.8])]),
    }),
    claim(3, { lengths: 'T = 16', parts: sizes('mean I', [74, 127]) }),
  ];
  assert.equal(
    found(3, slower).found,
    'At T = 16 information gain per dimension goes from 2.31 (small) to 0.794 (large), in nats it goes from 74 (small) to 127 (large); untrained per dimension 2.1 to 0.75.',
  );
  assert.match(found(3, [claim(3)]).found, /second token/);
  const less = claim(5, {
    pair: 'large - small',
    value: 0.06,
    interval: { low: 0.05, high: 0.07 },
    control: controlOf([0.05, 0.06], 2),
    parts: sizes('late gain / early gain', [0.833, 0.893]),
  });
  assert.equal(
    found(5, [less]).found,
    'Late over early gain goes from 0.833 (small) to 0.893 (large); the least step (large - small) is 0.06 [0.05, 0.07]; 2 of 2 untrained suites rise at every step.',
  );
  assert.match(found(5, [claim(5)]).found, /too short/);
  const alone = claim(5, { parts: [part('late gain / early gain', 'one', 0.831)] });
  assert.equal(found(5, [alone]).found, 'Late over early gain is 0.831.');
});

test('claims 2, 4 and 7 in ranges over the sizes', () => {
  assert.match(
    found(2, [claim(2, { value: 0.029 }), claim(2, { value: 0.1 })]).found,
    /at least 0\.029 nats/,
  );
  assert.match(found(2, []).found, /no text here has a second token/);
  const falls = [0.833, 0.893].map((value) => claim(4, { value, control: CONTROL, lengths: 'T <= 16' }));
  assert.equal(
    found(4, falls).found,
    'Within T <= 16 late tokens gain 83 to 89 % of what early ones do, in untrained models 20 %.',
  );
  const silhouettes = (one: string, mean: number, other: number) =>
    claim(7, {
      parts: [part('silhouette of mean vectors', 'a', mean, CONTROL), part(one, 'a', other)],
    });
  assert.equal(
    found(7, [
      silhouettes("silhouette of the last tokens' vectors", 0.52, 0.69),
      silhouettes("silhouette of the countries' vectors", 0.52, 0.1),
    ]).found,
    'Silhouette of the contexts: 0.52 by mean vectors (untrained 0.2), 0.69 by the last token, 0.1 by the country.',
  );
});

test('theorems and corrections: 11 to 13 say what is off by how much', () => {
  const a1 = [2.993, 2.995].map((value) => claim(11, { value, predicted: 3, verdict: 'holds' }));
  const ratio = claim(11, { value: 0.9998, predicted: 1, verdict: 'holds' });
  const eleven = found(11, [...a1, ratio]);
  assert.match(eleven.found, /slope of 2\.993 to 2\.995 in log γ, where 3 is predicted; .* is 0\.9998\.$/);
  assert.equal(eleven.verdict, 'holds (a theorem)');
  const twelve = found(12, [
    claim(12, { setting: 'corrected', value: 7e-15, verdict: 'holds' }),
    claim(12, { setting: 'as printed', value: 4.34, verdict: 'holds' }),
  ]);
  assert.equal(twelve.found, 'Corrected it is off by at most 7e-15 nats, as printed by up to 4.3.');
  const thirteen = found(13, []);
  assert.match(thirteen.found, /within 0\.085 % of the predicted; with M = 1000000 one is off by 100 %\.$/);
  assert.equal(thirteen.verdict, 'holds (a correction by llmgeo) 8 of 12, depends on M 4 of 12');
  assert.match(found(12, [claim(12)]).found, /second token/);
});

test('on a terminal no line is wider than it, and each claim begins with its number, name and verdict', () => {
  const all = findings([...[1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(silent), ...exponentClaims()]);
  for (const width of [40, 80]) {
    const lines = [...findingLines(all, width)].join('').trimEnd().split('\n');
    assert.ok(
      lines.every((line) => line.length <= width),
      `${width}`,
    );
    const heads = lines.filter((line) => /^[ \d]\d {2}/.test(line));
    assert.equal(heads.length, 13);
    assert.match(heads[0], /^ 1 {2}normalised entropy follows a/);
  }
  const text = [...findingLines(all, 80)].join('');
  assert.match(text, /^ 9 {2}JS distances separate the sentences: undecided$/m);
});
