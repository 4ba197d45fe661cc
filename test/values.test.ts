import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import type { Capture, Encoding, Tensor } from '../src/model/capture.ts';
import { openCheckpoint } from '../src/model/checkpoint.ts';
import { readArchitecture } from '../src/model/families/index.ts';
import { Model } from '../src/model/forward.ts';
import { Runner } from '../src/model/runner.ts';
import { WeightReader } from '../src/model/weights.ts';
import { fixturesModel, type GoldenName, golden } from './support/goldens.ts';
import { HIDDEN_TOLERANCE, rowError } from './support/parity.ts';
import { sharedOracle } from './support/shared-oracle.ts';

async function encodeAll(
  name: GoldenName,
  texts: number[][],
  capture: Capture,
  onProgress?: (share: number) => void,
): Promise<Encoding[]> {
  const runner = await Runner.open(fixturesModel(name));
  const encodings: Encoding[] = [];
  try {
    for await (const encoding of runner.encode(texts, capture, { onProgress })) encodings.push(encoding);
  } finally {
    await runner.close();
  }
  return encodings;
}

/** The same without the Attention operator, as devices that lack it run. */
async function encodeInSteps(name: GoldenName, ids: number[], capture: Capture): Promise<Encoding> {
  const checkpoint = await openCheckpoint(fixturesModel(name));
  const architecture = readArchitecture(checkpoint.config);
  const model = new Model(architecture, await WeightReader.open(checkpoint, architecture, true), 'cpu', 1);
  Object.assign(model, { fusedAttention: false });
  try {
    const watch = { cancelled: () => false, onBlock: () => {} };
    return (await model.encode([Int32Array.from(ids)], capture, watch))[0];
  } finally {
    await model.close();
  }
}

for (const { model, case: name, ids, values: expected } of sharedOracle().values)
  test(`${model}: the value vectors of every block are those of transformers, with and without the operator`, async (t) => {
    const [layers, ...dims] = expected.shape;
    const blocks = Array.from({ length: layers }, (_, block) => block);
    assert.deepEqual(ids, golden(model).cases[name].ids);
    const [fused] = await encodeAll(model, [ids], { values: blocks });
    const steps = await encodeInSteps(model, ids, { values: blocks });
    const length = expected.data.length / layers;
    for (const [how, { values }] of Object.entries({ fused, steps })) {
      assert.deepEqual([...values.keys()], blocks);
      let worst = 0;
      for (const [block, found] of values) {
        assert.deepEqual(found.dims, dims);
        const reference = expected.data.subarray(block * length, (block + 1) * length);
        worst = Math.max(worst, rowError(found.data, reference, dims[2]));
      }
      t.diagnostic(`${how} ${worst.toExponential(1)}`);
      assert.ok(worst < HIDDEN_TOLERANCE, `${how}: value vectors differ by ${worst}`);
    }
  });

function assertClose(found: Tensor, expected: Tensor, what: string): void {
  assert.deepEqual(found.dims, expected.dims, what);
  const error = rowError(found.data, Float64Array.from(expected.data), expected.dims.at(-1)!);
  assert.ok(error < HIDDEN_TOLERANCE, `${what}: ${error}`);
}

test('padding a batch changes no value vector', async () => {
  const long = golden('tiny-a').cases.t33.ids;
  const texts = [long.slice(0, 29), long, long.slice(3), long.slice(0, 1)];
  const together = await encodeAll('tiny-a', texts, { values: [0, 3] });
  for (const [i, text] of texts.entries()) {
    const [alone] = await encodeAll('tiny-a', [text], { values: [0, 3] });
    for (const block of [0, 3]) {
      assert.deepEqual(together[i].values.get(block)!.dims, [4, text.length, 16]);
      assertClose(together[i].values.get(block)!, alone.values.get(block)!, `text ${i}, block ${block}`);
    }
  }
});

for (const heads of ['all', 'mean'] as const)
  test(`value vectors come with attention (${heads}) and states, and change neither`, async () => {
    const { t7, t33 } = golden('tiny-b').cases;
    for (const texts of [[t33.ids], [t33.ids, t7.ids, t33.ids.slice(5)]]) {
      const rest: Capture = {
        hidden: [0, 2, 3, 'last-raw'],
        gram: [3],
        attention: { blocks: [1, 2], heads, rows: heads === 'all' ? 'all' : 'last' },
      };
      const [all, without, alone] = [
        await encodeAll('tiny-b', texts, { ...rest, values: [0, 1] }),
        await encodeAll('tiny-b', texts, rest),
        await encodeAll('tiny-b', texts, { values: [0, 1] }),
      ];
      for (const i of texts.keys()) {
        assert.deepEqual({ ...all[i], values: new Map() }, without[i]);
        assert.deepEqual(all[i].values, alone[i].values);
      }
    }
  });

test('only the blocks up to the last one asked for are run', async () => {
  const shares: number[] = [];
  const onProgress = (share: number) => shares.push(share);
  const [{ hidden, values }] = await encodeAll('tiny-a', [[1, 2, 3]], { values: [1] }, onProgress);
  assert.deepEqual([...values.keys()], [1]);
  assert.equal(hidden.size, 0);
  assert.deepEqual(shares, [0.5, 1]);
});

test('a block that is not there is refused by its number', async () => {
  for (const block of [4, -1, 0.5])
    await assert.rejects(
      encodeAll('tiny-a', [[1]], { values: [block] }),
      (e) =>
        e instanceof InputError &&
        e.message.includes(`layer ${block}: the model has`) &&
        e.message.includes('0 to 3'),
    );
});
