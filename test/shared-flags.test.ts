import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Command } from 'commander';
import { listOf, oneOf, positiveNumber, wholeNumber } from '../src/commands/flag-values.ts';
import { heedRepeats } from '../src/commands/repeated-flags.ts';
import {
  addSharedFlags,
  inputRequest,
  modelRequest,
  type SharedFlags,
  showsProgress,
} from '../src/commands/shared-flags.ts';
import { InputError } from '../src/errors.ts';

function assertRefused(parse: (value: string) => unknown, values: string[], name: string): void {
  for (const value of values)
    assert.throws(
      () => parse(value),
      (e) =>
        e instanceof InputError &&
        e.message.startsWith(`${name} ${JSON.stringify(value)} `) &&
        e.hint.length > 0,
      JSON.stringify(value),
    );
}

test('a number above 0 may be written in every usual way, and nothing else is one', () => {
  const parse = positiveNumber('--sigma', 0.01);
  assert.deepEqual(['0.5', '1e-4', '3', '.1', '5e-324'].map(parse), [0.5, 1e-4, 3, 0.1, 5e-324]);
  assertRefused(parse, ['0', '-1', '', ' ', 'NaN', 'Infinity', '1e999', '1,5', 'one', '-0'], '--sigma');
  assert.throws(
    () => parse('x'),
    (e) => e instanceof InputError && e.hint.includes('0.01'),
  );
});

test('a whole number lies within its bounds and is written in digits, or as 1e6', () => {
  const parse = wholeNumber('--seed', 0, 2 ** 32 - 1);
  assert.deepEqual(['0', '7', '4294967295', '007'].map(parse), [0, 7, 4294967295, 7]);
  assert.deepEqual(['1e3', '1E+3', '1.5e3', '2.0'].map(parse), [1000, 1000, 1500, 2]);
  assertRefused(
    parse,
    ['-1', '4294967296', '1.5', '1e-3', '1e99', '1.55e1', '0x10', '', ' 1', 'many'],
    '--seed',
  );
  assertRefused(wholeNumber('--neighbors', 2), ['1', '9007199254740993'], '--neighbors');
});

test('a word is one of those known', () => {
  const parse = oneOf('--by', ['token', 'length']);
  assert.equal(parse('length'), 'length');
  assertRefused(parse, ['Token', '', 'tokens', 'token,length', ' token'], '--by');
  assert.throws(
    () => parse('word'),
    (e) => e instanceof InputError && e.hint.includes('token, length'),
  );
});

test('a list holds known words, each once, in the order given', () => {
  const parse = listOf('--metric', ['js', 'logdet', 'frobenius']);
  assert.deepEqual(parse('js'), ['js']);
  assert.deepEqual(parse('frobenius, js,frobenius'), ['frobenius', 'js']);
  for (const value of ['', 'js,', 'js,riemann', ',', 'js logdet'])
    assert.throws(() => parse(value), InputError, value);
});

/** What commander makes of a command line with the shared flags. */
function parsed(...args: string[]): SharedFlags {
  const command = addSharedFlags(new Command(), 'a default').exitOverride();
  heedRepeats(command);
  command.configureOutput({ writeErr: () => {} });
  return command.parse(args, { from: 'user' }).opts<SharedFlags>();
}

test('without flags: no control, seed 0, the default model at its last layer', () => {
  const request = modelRequest(parsed());
  const { models, revisions, layer, device, controlSeeds, offline } = request;
  assert.deepEqual(
    { models, revisions, layer, device, controlSeeds, offline },
    {
      models: [],
      revisions: [],
      layer: 'last',
      device: 'auto',
      controlSeeds: [],
      offline: false,
    },
  );
});

test('the control is drawn from the seed of the run', () => {
  assert.deepEqual(modelRequest(parsed('--control')).controlSeeds, [0]);
  assert.deepEqual(modelRequest(parsed('--control', '--seed', '7')).controlSeeds, [7]);
  assert.deepEqual(modelRequest(parsed('--seed', '7')).controlSeeds, []);
});

test('what the flags say stands in the requests', () => {
  const flags = parsed(
    ...'--model a,b --model c --revision step0,step64 --layer all --threads 2 --max-tokens 50'.split(' '),
    ...'--limit 3 --file f.txt --field chosen --offline'.split(' '),
  );
  const { models, revisions, layer, threads, maxTokens, offline } = modelRequest(flags);
  assert.deepEqual(
    [models, revisions],
    [
      ['a', 'b', 'c'],
      ['step0', 'step64'],
    ],
  );
  assert.deepEqual([layer, threads, maxTokens, offline], ['all', 2, 50, true]);
  const { texts, file, field, limit } = inputRequest(['x'], flags);
  assert.deepEqual([texts, file, field, limit], [['x'], ['f.txt'], 'chosen', 3]);
  assert.equal(inputRequest([], flags).offline, true);
});

test('a flag that takes a list gathers all it is given, each value once, in place of its default', () => {
  const { file, ids, plot, model, revision } = parsed(
    ...'--file a --file b,c --file a --ids 1,2 --ids 3 --plot a.svg --plot b.svg'.split(' '),
    ...'--model x,y --model z --model x --revision r --revision s'.split(' '),
  );
  assert.deepEqual(
    [file, ids, plot],
    [
      ['a', 'b,c'],
      ['1,2', '3'],
      ['a.svg', 'b.svg'],
    ],
  );
  assert.deepEqual(
    [model, revision],
    [
      ['x', 'y', 'z'],
      ['r', 's'],
    ],
  );
  assert.equal(modelRequest(parsed('--layer', '0', '--layer', '3,last')).layer, '0,3,last');
  assert.equal(modelRequest(parsed()).layer, 'last');
});

test('a flag that takes one value refuses another one, and names both', () => {
  for (const [flag, one, other] of [
    ['--seed', '1', '2'],
    ['--format', 'csv', 'json'],
    ['-o', 'a.csv', 'b.csv'],
    ['--limit', '3', '4'],
    ['--dataset', 'a', 'b'],
    ['--device', 'cpu', 'auto'],
  ])
    assert.throws(
      () => parsed(flag, one, flag, other),
      (e) => e instanceof InputError && e.message.endsWith(`is given twice: ${one} and ${other}`),
      flag,
    );
  assert.equal(parsed('--seed', '2', '--seed', '2').seed, 2);
  assert.equal(parsed('--seed', '1e3', '--seed', '1000').seed, 1000);
});

test('--quiet and --no-progress both silence progress', () => {
  for (const args of [['--quiet'], ['--no-progress'], ['--quiet', '--no-progress']]) {
    const flags = parsed(...args);
    assert.equal(showsProgress(flags), false);
  }
  assert.equal(showsProgress(parsed()), true);
});

test('--device names the devices there are', () => {
  assert.equal(modelRequest(parsed('--device', 'webgpu')).device, 'webgpu');
  assert.throws(() => parsed('--device', 'gpu'), /--device "gpu" is unknown/);
});

test('how a figure is laid out: as wide as said, with a title unless told otherwise', () => {
  const { width, title } = parsed('--width', '8.5cm', '--no-title');
  assert.deepEqual([width, title], [321, false]);
  assert.deepEqual([parsed().width, parsed().title], [undefined, true]);
  assert.throws(() => parsed('--width', '8.5em'), /--width "8.5em" is no width/);
});

test('a folder may have a comma in its name, with a name of the user before it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'llmgeo-a,b-'));
  try {
    assert.deepEqual(modelRequest(parsed('--model', `x=${folder}`)).models, [`x=${folder}`]);
    assert.deepEqual(modelRequest(parsed('--model', 'x=a,y=b')).models, ['x=a', 'y=b']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
