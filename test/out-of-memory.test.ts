import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError, outOfMemory } from '../src/errors.ts';
import { GraphBuilder } from '../src/model/onnx/graph.ts';
import { createSession, float32, runSession } from '../src/model/ort.ts';

test('memory that JavaScript cannot have is an error that may pass', () => {
  let thrown: unknown;
  try {
    new ArrayBuffer(2 ** 50);
  } catch (error) {
    thrown = error;
  }
  assert.equal(outOfMemory(thrown)?.exitCode, 75);
  assert.match(outOfMemory(thrown)!.message, /^the memory ran out: Array buffer allocation failed/);
});

test('memory that ONNX Runtime cannot have is one too', async () => {
  const g = new GraphBuilder();
  g.node('Expand', 'y', [g.input('x', 'float32', [1]), g.int64('shape', [2 ** 46])]); // more than there are addresses
  g.output('y', 'float32', ['n']);
  const session = await createSession(g.encode('huge'), { device: 'cpu', threads: 1 });
  const run = runSession(session, { x: float32(Float32Array.of(1), [1]) });
  await assert.rejects(run, { name: 'LlmgeoError', exitCode: 75, message: /^the memory ran out: / });
  await session.release();
});

test('other errors are left as they are', () => {
  for (const error of [new Error('x'), new InputError('allocation failed', 'x'), 'text', undefined, null])
    assert.equal(outOfMemory(error), undefined);
});
