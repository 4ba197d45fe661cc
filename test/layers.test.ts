import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { parseLayers } from '../src/model/layers.ts';

test('layer selections', () => {
  assert.deepEqual(parseLayers('last', 6), [6]);
  assert.deepEqual(parseLayers('last-raw', 6), ['last-raw']);
  assert.deepEqual(parseLayers('all', 2), [0, 1, 2]);
  assert.deepEqual(parseLayers('0-2,2, 5', 6), [0, 1, 2, 5]);
  assert.deepEqual(parseLayers('last,6,last-raw', 6), [6, 'last-raw']);
});

test('a layer counted from the end is refused with the name it has here', () => {
  const hint = (hint: RegExp) => (e: unknown) => e instanceof InputError && hint.test(e.hint);
  assert.throws(() => parseLayers('-1', 6), hint(/--layer last, or 6$/));
  assert.throws(() => parseLayers('-7', 6), hint(/--layer 0$/));
  assert.throws(() => parseLayers('-8', 6), hint(/--layer takes last/));
});

test('wrong layer selections name the value', () => {
  for (const wrong of ['7', '-1', '3-1', 'first', '', '1,,2', '1.5', '0-7'])
    assert.throws(() => parseLayers(wrong, 6), InputError, wrong);
});
