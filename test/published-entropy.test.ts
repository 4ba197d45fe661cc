import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { PublishedOptions, PublishedRow } from '../src/experiments/entropy/published.ts';
import { publishedResult } from '../src/run/published-result.ts';

const TABLE = new URL('../../models/published-matrix-entropy.csv', import.meta.url);
const SHARED = new URL('../../../shared/data/matrix-entropy.csv', import.meta.url);

/** The slopes of Fig 1 against total parameters, and R² of Pythia's, as recomputed from the table by NumPy. */
const SLOPES = {
  pythia: { dolly: -0.4177, wikipedia: -0.4021, openwebtext2: -0.3873, 'hh-rlhf': -0.4559 },
  'cerebras-gpt': {
    dolly: -0.3153,
    wikipedia: -0.295,
    openwebtext2: -0.2887,
    'hh-rlhf': -0.3276,
    openbookqa: -0.3603,
    winogrande: -0.3593,
    piqa: -0.354,
  },
};
const R2 = { dolly: 0.989, wikipedia: 0.989, openwebtext2: 0.992, 'hh-rlhf': 0.991 };
const NON_EMBEDDING = { dolly: -0.3091, wikipedia: -0.2972, openwebtext2: -0.2851, 'hh-rlhf': -0.3369 };

interface Fit {
  family: string;
  dataset: string;
  slope: number;
  r2: number;
  null_slope: number;
  null_r2: number;
  models: number;
  residual_degrees_of_freedom: number;
}

async function rowsOf(parameters: PublishedOptions['parameters']): Promise<PublishedRow[]> {
  return (await publishedResult({ eps: 0.1, parameters })).rows as PublishedRow[];
}

async function fitsOf(parameters: PublishedOptions['parameters']): Promise<Fit[]> {
  const { summary } = await publishedResult({ eps: 0.1, parameters });
  return summary.fits as unknown as Fit[];
}

/** A table by name of what was found, to the digits that are known. */
function byDataset(fits: Fit[], family: string, value: 'slope' | 'r2', digits: number) {
  const ofFamily = fits.filter((fit) => fit.family === family);
  return Object.fromEntries(ofFamily.map((fit) => [fit.dataset, Number(fit[value].toFixed(digits))]));
}

test('the table is that of the publication', (t) => {
  if (!existsSync(SHARED)) return t.skip('the shared data are not here');
  assert.equal(readFileSync(TABLE, 'utf8'), readFileSync(SHARED, 'utf8'));
});

test('all eleven slopes of Fig 1 against total parameters, to four digits', async () => {
  const fits = await fitsOf('total');
  assert.equal(fits.length, 11);
  for (const [family, expected] of Object.entries(SLOPES))
    assert.deepEqual(byDataset(fits, family, 'slope', 4), expected);
  assert.deepEqual(byDataset(fits, 'pythia', 'r2', 3), R2);
});

test('the null model fits as well', async () => {
  for (const fit of await fitsOf('total')) {
    const [slope, r2] = fit.family === 'pythia' ? [-0.4485, 0.9816] : [-0.3477, 0.9974];
    assert.equal(Number(fit.null_slope.toFixed(4)), slope);
    assert.equal(Number(fit.null_r2.toFixed(4)), r2);
    assert.equal(fit.residual_degrees_of_freedom, fit.models - 2);
  }
});

test('against non-embedding parameters only Pythia is fitted', async () => {
  const fits = await fitsOf('non-embedding');
  assert.deepEqual(byDataset(fits, 'pythia', 'slope', 4), NON_EMBEDDING);
  assert.equal(fits.length, 4);
  for (const { family, parameters } of await rowsOf('non-embedding'))
    assert.equal(parameters === null, family === 'cerebras-gpt');
});

test('a row is the published entropy, r/d and eq. (1), also of the constant rank', async () => {
  const rows = await rowsOf('total');
  assert.equal(rows.length, 89);
  const eq1 = (q: number) => (q * Math.log1p(100 / q)) / Math.log1p(100);
  const row = rows[0];
  assert.equal(row.model, 'pythia-14m');
  assert.equal(row.parameters, 14067712);
  assert.ok(Math.abs(row.rank_ratio - Math.exp(0.7732 * Math.log(128)) / 128) < 1e-12);
  assert.ok(Math.abs(row.entropy_normalized - eq1(row.rank_ratio)) < 1e-14);
  assert.ok(Math.abs(row.null_entropy_normalized - eq1(60 / 128)) < 1e-14);
  const cerebras = rows.filter(({ family }) => family === 'cerebras-gpt').map(({ parameters }) => parameters);
  assert.deepEqual([...new Set(cerebras)], [111e6, 256e6, 590e6, 1.3e9, 2.7e9, 6.7e9, 13e9]);
});
