import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Runner } from '../src/model/runner.ts';
import { emptyFolder } from './support/cli.ts';
import { done } from './support/run-here.ts';

const MODELS = ['--model', 'nano-xs,nano-s'];

/** Every experiment, in every kind of table, on few texts. */
const RUNS: { [name: string]: string[] } = {
  'infogain by token': ['infogain', ...MODELS, '--layer', '0,last'],
  'infogain by length': [
    'infogain',
    'One two three.',
    'A longer one.',
    ...MODELS,
    '--by',
    'length',
    '--no-bound',
  ],
  lasso: ['lasso', ...MODELS, '--target', 'all', '--limit', '2'],
  'lasso along the path': ['lasso', 'One two three four five six.', ...MODELS, '--path'],
  embed: [
    'embed',
    '--model',
    'nano-xs',
    '--vector',
    'mean,last',
    '--limit',
    '7',
    '--neighbors',
    '3',
    '--control',
  ],
  'distance in layers': ['distance', ...MODELS, '--layer', '0,last', '--metric', 'js,logdet', '--limit', '7'],
  'distances as a matrix': ['distance', ...MODELS, '--matrix', '--limit', '6'],
  theory: [
    'theory',
    '--model',
    'nano-xs',
    '--alpha',
    '1',
    '--skills',
    '10001',
    '--limit',
    '2',
    '--max-tokens',
    '30',
  ],
  'entropy with a control': ['entropy', ...MODELS, '--control', '--limit', '5', '--max-tokens', '20'],
  'entropy of revisions': [
    'entropy',
    '--model',
    'nano-s',
    '--revision',
    'step0,step64',
    '--limit',
    '5',
    '--max-tokens',
    '20',
  ],
};

/** Counts what models are asked for. */
function spyOnModels(t: TestContext) {
  const spies = (['encode', 'crossGram'] as const).map((name) => t.mock.method(Runner.prototype, name));
  return () => spies.reduce((sum, { mock }) => sum + mock.callCount(), 0);
}

function bytes(file: string): string {
  return readFileSync(file, 'latin1');
}

for (const [name, args] of Object.entries(RUNS))
  test(`${name}: with a run folder, again, in shares and merged come the bytes of one process`, async (t) => {
    const root = emptyFolder();
    const at = (file: string) => join(root, file);
    const same = (file: string) => {
      const extension = file.split('.').at(-1);
      assert.equal(bytes(at(file)), bytes(at(`plain.${extension}`)), file);
    };
    for (const format of ['csv', 'json']) await done(...args, '-o', at(`plain.${format}`));
    await done(...args, '--run', at('whole'), '-o', at('whole.json'));
    same('whole.json');

    const asked = spyOnModels(t);
    await done(...args, '--run', at('whole'), '-o', at('again.csv'));
    same('again.csv');
    assert.equal(asked(), 0, 'a finished run asks the models for nothing');

    const apart = [1, 2, 3].map((i) => at(`apart-${i}`));
    for (const [i, folder] of apart.entries()) {
      await done(...args, '--run', at('shared'), '--shard', `${i + 1}/3`);
      await done(...args, '--run', folder, '--shard', `${i + 1}/3`);
    }
    assert.ok(asked() > 0);
    await done('merge', at('shared'), '-o', at('shared.json'));
    same('shared.json');
    await done('merge', ...apart, '-o', at('apart.csv'));
    same('apart.csv');
    assert.deepEqual(readdirSync(at('shared')).sort(), ['records', 'run.json']);
  });
