/** Checkpoints in torch's files: opened as those in safetensors are, with the numbers of transformers. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { missingModelFiles } from '../src/hub/cache.ts';
import type { Capture } from '../src/model/capture.ts';
import { openCheckpoint, requireTensor } from '../src/model/checkpoint.ts';
import { Runner } from '../src/model/runner.ts';
import { fixturesModel, type GoldenName, golden } from './support/goldens.ts';
import { ATTENTION_TOLERANCE, HIDDEN_TOLERANCE, parity } from './support/parity.ts';
import { runHere } from './support/run-here.ts';
import { encodeSafetensors, type TensorData } from './support/safetensors-writer.ts';
import { torchFixture, torchOracle } from './support/torch-oracle.ts';
import { dictionary, encodeTorch, pickle, tensor, torchParts } from './support/torch-writer.ts';
import { zip } from './support/zip-writer.ts';

const INDEX = 'pytorch_model.bin.index.json';
const SHARDS = ['pytorch_model-00001-of-00002.bin', 'pytorch_model-00002-of-00002.bin'];
/** Relative tolerance of science: from a float32 forward pass against float64 states. */
const METRIC_TOLERANCE = 2e-7;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmgeo-torch-checkpoint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const copy = (name: string) => cpSync(torchFixture(name), folder, { recursive: true });
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
const index = (map: Record<string, unknown>, file = INDEX) =>
  write(file, JSON.stringify({ weight_map: map }));

async function rejectsWith(opening: Promise<unknown>, message: RegExp, hint = /./): Promise<void> {
  await assert.rejects(opening, (error: Error) => {
    assert.ok(error instanceof InputError, error.stack);
    assert.match(error.message, message);
    assert.match(error.hint, hint);
    return true;
  });
}

for (const [name, { cases }] of Object.entries(torchOracle().models)) {
  test(`${name}: every layer and head agrees with transformers on the same files`, async (t) => {
    const runner = await Runner.open(torchFixture(name), { threads: 1 });
    const blocks = Array.from({ length: runner.shape.blocks }, (_, block) => block);
    const capture: Capture = {
      hidden: [...blocks, blocks.length],
      attention: { blocks, heads: 'all', rows: 'all' },
    };
    const texts = Object.values(cases);
    for await (const encoding of runner.encode(
      texts.map(({ ids }) => ids),
      capture,
    )) {
      const { hidden, attention } = parity(encoding, texts[encoding.index]);
      t.diagnostic(`hidden ${hidden.toExponential(1)}, attention ${attention.toExponential(1)}`);
      assert.ok(hidden > 0 && hidden < HIDDEN_TOLERANCE, `hidden states differ by ${hidden}`);
      assert.ok(attention > 0 && attention < ATTENTION_TOLERANCE, `attention differs by ${attention}`);
    }
    await runner.close();
  });

  test(`${name}: information gain and entropy from the command line`, async () => {
    const texts = Object.values(cases);
    write('ids.jsonl', texts.map(({ ids }) => `${JSON.stringify({ ids })}\n`).join(''));
    const json = async (...command: string[]) => {
      const flags = ['--model', torchFixture(name), '--ids', join(folder, 'ids.jsonl'), '--json', '--quiet'];
      return JSON.parse((await runHere([...command, ...flags])).stdout);
    };
    const gain = await json('infogain', '--by', 'token');
    const gains = texts.flatMap(({ information_gain }) => information_gain);
    assert.equal(gain.rows.length, gains.length);
    for (const [i, expected] of gains.entries())
      assert.ok(Math.abs(gain.rows[i].information_gain / expected - 1) < METRIC_TOLERANCE);
    const { rows, meta } = await json('entropy');
    for (const [i, { matrix_entropy }] of texts.entries())
      assert.ok(Math.abs(rows[i].matrix_entropy / matrix_entropy - 1) < METRIC_TOLERANCE);
    const files = name === 'float16' ? ['pytorch_model.bin'] : SHARDS;
    assert.deepEqual(Object.keys(meta.models[0].weights_sha256), files);
  });
}

test('one file, and shards in which each tensor has its file', async () => {
  const one = await openCheckpoint(torchFixture('float16'));
  assert.deepEqual(
    one.files.map((file) => basename(file)),
    ['pytorch_model.bin'],
  );
  assert.equal(requireTensor(one, 'gpt_neox.embed_in.weight', [96, 32]).dtype, 'F16');
  assert.equal(one.tensors.get('gpt_neox.layers.0.attention.bias')?.dtype, 'U8');
  const two = await openCheckpoint(torchFixture('bfloat16'));
  assert.deepEqual(
    two.files.map((file) => basename(file)),
    SHARDS,
  );
  assert.equal(basename(requireTensor(two, 'gpt_neox.embed_in.weight', [96, 32], ['BF16']).file), SHARDS[0]);
  assert.equal(basename(requireTensor(two, 'embed_out.weight', [96, 32], ['BF16']).file), SHARDS[1]);
});

type Tensors = Record<string, TensorData>;

async function tensorsOf(name: GoldenName): Promise<Tensors> {
  const { tensors } = await openCheckpoint(fixturesModel(name));
  const entries = Array.from(tensors.values(), ({ name, dtype, shape, file, begin, end }) => {
    return [name, { dtype, shape, data: new Uint8Array(readFileSync(file)).subarray(begin, end) }];
  });
  return Object.fromEntries(entries);
}

/** The last hidden states of a golden's text. */
async function states(folder: string, name: GoldenName): Promise<Float32Array> {
  const runner = await Runner.open(folder, { threads: 1 });
  const { ids } = Object.values(golden(name).cases)[0];
  const last = runner.shape.blocks;
  for await (const { hidden } of runner.encode([ids], { hidden: [last] })) {
    await runner.close();
    return Float32Array.from(hidden.get(last)!.data);
  }
  throw new Error('no encoding');
}

test('the same tensors give the same bits in either format, wherever in the file they begin', async () => {
  for (const [name, alignment] of [
    ['tiny-a', 1],
    ['tiny-b', 3],
    ['tiny-c', 64],
    ['tiny-c', 1],
  ] as const) {
    cpSync(join(fixturesModel(name), 'config.json'), join(folder, 'config.json'));
    write('pytorch_model.bin', encodeTorch(await tensorsOf(name), { alignment }));
    assert.deepEqual(await states(folder, name), await states(fixturesModel(name), name));
  }
});

test('the first file of the list that is there counts, unless another is asked for', async () => {
  copy('bfloat16');
  const weights = async (weights?: Parameters<typeof openCheckpoint>[1]) =>
    basename((await openCheckpoint(folder, weights)).files[0]);
  assert.equal(await weights(), SHARDS[0]);
  cpSync(torchFixture('float16/pytorch_model.bin'), join(folder, 'pytorch_model.bin'));
  assert.equal(await weights(), 'pytorch_model.bin');
  write('model.safetensors', encodeSafetensors({}));
  assert.equal(await weights(), 'model.safetensors');
  assert.equal(await weights('pytorch_model.bin.index.json'), SHARDS[0]);
  assert.equal(await weights('pytorch_model.bin'), 'pytorch_model.bin');
});

test('an index that lies, names a missing shard or another format', async () => {
  copy('bfloat16');
  const map = JSON.parse(readFileSync(join(folder, INDEX), 'utf8')).weight_map;
  for (const name of ['../x.bin', 'a/b.bin', 'a\\b.bin', '.bin', 'x.safetensors', 'x.bin\0', 3, null]) {
    index({ ...map, extra: name });
    await rejectsWith(openCheckpoint(folder), /places tensor extra in .*, not in a \.bin file of the folder/);
  }
  index({ ...map, extra: 'x.bin' }, 'model.safetensors.index.json');
  await rejectsWith(openCheckpoint(folder), /places tensor \S+ in "\S+\.bin", not in a safetensors file/);
  rmSync(join(folder, 'model.safetensors.index.json'));
  index({ ...map, extra: 'pytorch_model-00003-of-00003.bin' });
  await rejectsWith(
    openCheckpoint(folder),
    /the shard pytorch_model-00003-of-00003\.bin is missing; pytorch_/,
  );
  index(map);
  renameSync(join(folder, SHARDS[0]), join(folder, 'elsewhere'));
  await rejectsWith(openCheckpoint(folder), /the shard pytorch_model-00001-of-00002\.bin is missing/);
});

test('a shard cut short, and one that is a program, are named', async () => {
  copy('bfloat16');
  const shard = readFileSync(join(folder, SHARDS[1]));
  write(SHARDS[1], shard.subarray(0, -1));
  await rejectsWith(openCheckpoint(folder), /00002-of-00002\.bin: is no zip file that can be read/, /verify/);
  write(SHARDS[1], readFileSync(torchFixture('files/harmful.bin')));
  await rejectsWith(openCheckpoint(folder), /00002-of-00002\.bin: its pickle asks for posix\.system/);
});

test('a tensor in two shards is refused where it is needed', async () => {
  const tensors = await tensorsOf('tiny-c');
  const norm = 'gpt_neox.final_layer_norm.weight';
  cpSync(join(fixturesModel('tiny-c'), 'config.json'), join(folder, 'config.json'));
  write('a.bin', encodeTorch(tensors));
  write('b.bin', encodeTorch({ [norm]: tensors[norm] }));
  index({ one: 'a.bin', two: 'b.bin' });
  await rejectsWith(Runner.open(folder), /final_layer_norm\.weight is both in .*b\.bin and in .*a\.bin/);
});

test('a transposed weight is refused by name where it is needed, and no matter where it is not', async () => {
  const name = 'gpt_neox.layers.0.attention.dense.weight';
  const { [name]: dense, ...others } = await tensorsOf('tiny-c');
  cpSync(join(fixturesModel('tiny-c'), 'config.json'), join(folder, 'config.json'));
  const views = Object.entries({ ...others, [name]: dense }).map(([key, { dtype, shape }], i) => {
    return [key, tensor({ dtype, shape, storage: String(i), strides: key === name ? [1, 72] : undefined })];
  });
  const data = pickle(dictionary(Object.fromEntries(views)));
  const storages = Object.values({ ...others, [name]: dense }).map((stored) => stored.data);
  write('pytorch_model.bin', zip(torchParts(data, storages)));
  const checkpoint = await openCheckpoint(folder);
  assert.equal(requireTensor(checkpoint, 'embed_out.weight', [97, 72]).dtype, 'BF16');
  await rejectsWith(
    Runner.open(folder),
    /pytorch_model\.bin: tensor \S+dense\.weight is stored with strides \[1, 72\]/,
    /save_pretrained/,
  );
});

test('a folder with torch files alone lacks nothing, and is told which shard it lacks', async () => {
  assert.deepEqual(await missingModelFiles(torchFixture('float16')), []);
  assert.deepEqual(await missingModelFiles(torchFixture('bfloat16')), []);
  assert.deepEqual(await missingModelFiles(folder), ['config.json', 'model.safetensors']);
  copy('bfloat16');
  rmSync(join(folder, SHARDS[1]));
  assert.deepEqual(await missingModelFiles(folder), [SHARDS[1]]);
});
