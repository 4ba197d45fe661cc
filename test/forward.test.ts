import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LlmgeoError } from '../src/errors.ts';
import type { Architecture, WeightSpec } from '../src/model/architecture.ts';
import type { Capture } from '../src/model/capture.ts';
import { openCheckpoint } from '../src/model/checkpoint.ts';
import { readArchitecture } from '../src/model/families/index.ts';
import { Model } from '../src/model/forward.ts';
import { WeightReader } from '../src/model/weights.ts';
import { fixturesModel, GOLDEN_NAMES, type GoldenName, golden } from './support/goldens.ts';
import { ATTENTION_TOLERANCE, HIDDEN_TOLERANCE, type Parity, parity, wholeCases } from './support/parity.ts';

type Change = (config: Record<string, unknown>) => Record<string, unknown>;
type Rewrite = (architecture: Architecture) => Architecture;

/** Runs every case of a golden model, with its configuration or architecture changed on the way. */
async function run(
  name: GoldenName,
  change: Change = (c) => c,
  rewrite: Rewrite = (a) => a,
): Promise<Parity> {
  const cases = wholeCases(golden(name));
  const checkpoint = await openCheckpoint(fixturesModel(name));
  const architecture = rewrite(readArchitecture(change(checkpoint.config)));
  const reader = await WeightReader.open(checkpoint, architecture, true);
  const model = new Model(architecture, reader, 'cpu', 1);
  const { blocks } = architecture.shape;
  const capture: Capture = {
    hidden: Array.from({ length: blocks + 1 }, (_, layer) => layer),
    attention: { blocks: Array.from({ length: blocks }, (_, i) => i), heads: 'all', rows: 'all' },
  };
  const worst = { hidden: 0, attention: 0 };
  for (const expected of cases) {
    const watch = { cancelled: () => false, onBlock: () => {} };
    const [encoding] = await model.encode([Int32Array.from(expected.ids)], capture, watch);
    const found = parity(encoding, expected);
    worst.hidden = Math.max(worst.hidden, found.hidden);
    worst.attention = Math.max(worst.attention, found.attention);
  }
  await model.close();
  return worst;
}

for (const name of GOLDEN_NAMES) {
  test(`${name}: every layer and head agrees with the float64 reference`, async (t) => {
    const { hidden, attention } = await run(name);
    t.diagnostic(`hidden ${hidden.toExponential(1)}, attention ${attention.toExponential(1)}`);
    assert.ok(hidden < HIDDEN_TOLERANCE, `hidden states differ by ${hidden}`);
    assert.ok(attention < ATTENTION_TOLERANCE, `attention differs by ${attention}`);
  });
}

/** A wrong forward pass must be seen in the states, or the tolerance would prove nothing. */
async function assertSeen(what: string, wrong: Promise<Parity>): Promise<void> {
  const { hidden } = await wrong;
  assert.ok(hidden > 2 * HIDDEN_TOLERANCE, `${what} moves hidden states by ${hidden} only`);
}

test('the reference tells tanh-GELU from erf-GELU', () =>
  assertSeen(
    'tanh-GELU',
    run('tiny-a', (config) => ({ ...config, hidden_act: 'gelu_new' })),
  ));

test('the reference tells a wrong LayerNorm epsilon', () =>
  assertSeen(
    'epsilon 1e-6',
    run('tiny-a', (config) => ({ ...config, layer_norm_eps: 1e-6 })),
  ));

test('the reference tells the sequential from the parallel residual', () =>
  assertSeen(
    'sequential residual',
    run('tiny-a', (config) => ({ ...config, use_parallel_residual: false })),
  ));

for (const [what, order] of Object.entries({
  'Q and K': [1, 0, 2],
  'K and V': [0, 2, 1],
  'Q and V': [2, 1, 0],
}))
  test(`the reference tells swapped ${what}`, () =>
    assertSeen(what, run('tiny-a', undefined, reorderSplit(order))));

/** Renames the outputs of the Split of query, key and value, in the bytes of the graph. */
function reorderSplit(order: number[]): Rewrite {
  const names = ['query', 'key', 'value'];
  return (architecture) => ({
    ...architecture,
    blockGraph: (options) => {
      const bytes = Buffer.from(architecture.blockGraph(options));
      const outputs = Buffer.concat(names.map(outputField));
      const at = bytes.indexOf(outputs);
      assert.ok(at > 0, 'the Split of query, key and value is in the graph');
      Buffer.concat(order.map((i) => outputField(names[i]))).copy(bytes, at);
      return bytes;
    },
  });
}

/** NodeProto.output (field 2, a string) as protobuf writes it. */
function outputField(name: string): Buffer {
  return Buffer.concat([Buffer.from([0x12, name.length]), Buffer.from(name)]);
}

test('the reference tells float16 rotary tables', () =>
  assertSeen('float16 rotary', run('tiny-a', undefined, roundRotary)));

/** Rounds the rotary tables to float16's 11 significant bits, in the bytes of the graph. */
function roundRotary(architecture: Architecture): Architecture {
  const [positions, half, dims] = [128, 2, 4];
  const table = (f: (x: number) => number) =>
    Float32Array.from({ length: positions * half }, (_, i) =>
      f(Math.floor(i / half) * 10000 ** ((-2 * (i % half)) / dims)),
    );
  return {
    ...architecture,
    blockGraph: (options) => {
      const bytes = Buffer.from(architecture.blockGraph(options));
      for (const exact of [table(Math.cos), table(Math.sin)]) {
        const at = bytes.indexOf(Buffer.from(exact.buffer));
        assert.ok(at > 0, 'the rotary table is in the graph');
        Buffer.from(exact.map(toHalfPrecision).buffer).copy(bytes, at);
      }
      return bytes;
    },
  };
}

function toHalfPrecision(value: number): number {
  if (value === 0) return 0;
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 10);
  return Math.round(value / unit) * unit;
}

test('a block that does not compile is one clear error, and the model still closes', async () => {
  const checkpoint = await openCheckpoint(fixturesModel('tiny-a'));
  const architecture = {
    ...readArchitecture(checkpoint.config),
    blockGraph: () => new Uint8Array([1, 2, 3]),
  };
  const model = new Model(architecture, await WeightReader.open(checkpoint, architecture, true), 'cpu', 1);
  const watch = { cancelled: () => false, onBlock: () => {} };
  const run = model.encode([Int32Array.of(1)], { gram: [4] }, watch);
  await assert.rejects(run, (error) => error instanceof LlmgeoError && /cannot compile/.test(error.message));
  await model.close();
});

test('a run that fails has no read under way when the next one begins', async () => {
  const checkpoint = await openCheckpoint(fixturesModel('tiny-c'));
  const architecture = readArchitecture(checkpoint.config);
  const reader = await WeightReader.open(checkpoint, architecture, true);
  let reading = 0;
  const block = reader.block.bind(reader);
  reader.block = async (layer) => {
    reading++;
    try {
      return await block(layer);
    } finally {
      reading--;
    }
  };
  reader.rows = async () => new Float32Array(72).fill(Number.NaN);
  const model = new Model(architecture, reader, 'cpu', 1);
  const watch = { cancelled: () => false, onBlock: () => {} };
  await assert.rejects(
    model.encode([Int32Array.of(1)], { gram: [2] }, watch),
    /stop being finite at the embedding/,
  );
  assert.equal(reading, 0);
  await model.close();
});

test('a checkpoint that lacks a tensor names it', async () => {
  const checkpoint = await openCheckpoint(fixturesModel('tiny-a'));
  const architecture = readArchitecture(checkpoint.config);
  const extra: WeightSpec = { name: 'gpt_neox.layers.0.attention.query.weight', shape: [64, 64] };
  const wrong = { ...architecture, blockWeights: () => [extra] };
  await assert.rejects(
    WeightReader.open(checkpoint, wrong, true),
    /gpt_neox\.layers\.0\.attention\.query\.weight/,
  );
});
