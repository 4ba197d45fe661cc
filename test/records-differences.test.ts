import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences, differencesInWords } from '../src/run/folder/records/differences.ts';

test('equal values have no difference, whatever the order of their keys', () => {
  assert.deepEqual(differences({ a: [1, { b: null, c: 'x' }] }, { a: [1, { c: 'x', b: null }] }), []);
});

test('each place where values differ is said in words', () => {
  const was = { command: 'entropy', options: { eps: 0.1, alpha: 2 }, models: ['nano-xs'], texts: null };
  const is = { command: 'lasso', options: { eps: 0.2, beta: '1' }, models: ['nano-xs', 'nano-s'], texts: {} };
  assert.deepEqual(differences(was, is), [
    'command was "entropy" and is "lasso"',
    'options.eps was 0.1 and is 0.2',
    'options.alpha was 2 and is not given',
    'options.beta was not given and is "1"',
    'the length of models was 1 and is 2',
    'models[1] was not given and is "nano-s"',
    'texts was null and is {}',
  ]);
  assert.deepEqual(differences([{ revision: 'main' }], [{ revision: 'step1' }]), [
    '[0].revision was "main" and is "step1"',
  ]);
  assert.deepEqual(differences([], {}), ['the value was [] and is {}']);
  assert.deepEqual(differences([], [1])[0], 'the length of the list was 0 and is 1');
});

test('a long value is cut', () => {
  const [line] = differences({ text: 'x'.repeat(1000) }, { text: '' });
  assert.equal(line, `text was "${'x'.repeat(59)}... and is ""`);
});

test('names that every object inherits are no values', () => {
  assert.deepEqual(differences({ toString: 1 }, {}), ['toString was 1 and is not given']);
});

test('a message has five of them, and says how many more there are', () => {
  const numbers = (count: number) =>
    Object.fromEntries([...'abcdefg'].slice(0, count).map((key) => [key, 1]));
  assert.equal(differencesInWords({}, {}), '');
  assert.equal(differencesInWords({}, numbers(1)), 'a was not given and is 1');
  assert.match(differencesInWords({}, numbers(5)), /; e was not given and is 1$/);
  assert.match(differencesInWords({}, numbers(7)), /; e was not given and is 1; and 2 more$/);
});
