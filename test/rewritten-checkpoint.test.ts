import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { openCheckpoint } from '../src/model/checkpoint.ts';
import { type FloatType, toFloat32 } from '../src/model/dtype.ts';
import { Runner } from '../src/model/runner.ts';
import { fixturesModel, type GoldenName, golden } from './support/goldens.ts';
import { HIDDEN_TOLERANCE, parity, wholeCases } from './support/parity.ts';
import { encodeSafetensors, type TensorData } from './support/safetensors-writer.ts';

// Each file here was also read by transformers 5.24, with the states of the original.
type Tensors = Record<string, TensorData>;
const PREFIX = 'gpt_neox.';
const [A, B, C] = ['a.safetensors', 'b.safetensors', 'c.safetensors'];
const NORM = 'gpt_neox.final_layer_norm.weight';

async function tensorsOf(name: GoldenName): Promise<Tensors> {
  const { tensors } = await openCheckpoint(fixturesModel(name));
  const entries = Array.from(tensors.values(), ({ name, dtype, shape, file, begin, end }) => {
    return [name, { dtype, shape, data: new Uint8Array(readFileSync(file)).subarray(begin, end) }];
  });
  return Object.fromEntries(entries);
}

/** The golden's configuration beside other files. */
function folderOf(t: TestContext, name: GoldenName, files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'llmgeo-rewritten-'));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(fixturesModel(name), 'config.json'), join(folder, 'config.json'));
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return folder;
}

const single = (tensors: Tensors) => ({ 'model.safetensors': encodeSafetensors(tensors) });

function sharded(shards: Record<string, Tensors>, weightMap: Record<string, string>) {
  const files = Object.entries(shards).map(([file, tensors]) => [file, encodeSafetensors(tensors)]);
  const index = JSON.stringify({ weight_map: weightMap });
  return { ...Object.fromEntries(files), 'model.safetensors.index.json': index };
}

/** Runs the golden's texts on the folder; the largest difference of a hidden state. */
async function largestError(folder: string, name: GoldenName): Promise<number> {
  const runner = await Runner.open(folder, { threads: 1 });
  try {
    const cases = wholeCases(golden(name));
    const hidden = Array.from({ length: runner.shape.blocks + 1 }, (_, layer) => layer);
    let worst = 0;
    for await (const encoding of runner.encode(
      cases.map(({ ids }) => ids),
      { hidden },
    ))
      worst = Math.max(worst, parity(encoding, cases[encoding.index]).hidden);
    return worst;
  } finally {
    await runner.close();
  }
}

async function agrees(t: TestContext, name: GoldenName, files: Record<string, string | Uint8Array>) {
  const error = await largestError(folderOf(t, name, files), name);
  assert.ok(error < HIDDEN_TOLERANCE, `hidden states differ by ${error}`);
}

async function refuses(
  t: TestContext,
  name: GoldenName,
  files: Record<string, string | Uint8Array>,
  message: RegExp,
) {
  await assert.rejects(largestError(folderOf(t, name, files), name), (error: Error) => {
    assert.ok(error instanceof InputError, error.stack);
    assert.match(error.message, message);
    return true;
  });
}

const mapEntries = <T, U>(
  record: Record<string, T>,
  change: (key: string, value: T, i: number) => [string, U],
) => Object.fromEntries(Object.entries(record).map(([key, value], i) => change(key, value, i)));
const bare = (name: string) => (name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name);

test('names without gpt_neox., as AutoModel.save_pretrained writes them, in one file and in shards', async (t) => {
  const a = mapEntries(await tensorsOf('tiny-a'), (name, tensor) => [bare(name), tensor]);
  await agrees(t, 'tiny-a', single(a));
  const { 'embed_out.weight': _, ...base } = a;
  await agrees(t, 'tiny-a', single(base));
  const [first, second] = halves(base);
  await agrees(t, 'tiny-a', sharded({ [A]: first, [B]: second }, mapOf({ [A]: first, [B]: second })));
});

test('each name with or without gpt_neox., but not both', async (t) => {
  const tensors = await tensorsOf('tiny-c');
  await agrees(
    t,
    'tiny-c',
    single(mapEntries(tensors, (name, tensor, i) => [i % 2 ? bare(name) : name, tensor])),
  );
  const both = { ...tensors, [bare(NORM)]: tensors[NORM] };
  await refuses(
    t,
    'tiny-c',
    single(both),
    /holds tensor gpt_neox\.final_layer_norm\.weight and tensor final_/,
  );
});

test('other prefixes, which transformers does not read either, name the tensor that is missing', async (t) => {
  const tensors = await tensorsOf('tiny-c');
  for (const prefix of ['model.', 'module.gpt_neox.', 'transformer.', '_orig_mod.']) {
    const renamed = mapEntries(tensors, (name, tensor) => [prefix + bare(name), tensor]);
    await refuses(t, 'tiny-c', single(renamed), /tensor gpt_neox\.\S+ is missing/);
  }
});

test('buffers and heads that nothing reads may be there, of any type, or not', async (t) => {
  const tensors = await tensorsOf('tiny-b');
  const scalar = { dtype: 'BOOL', shape: [], data: Uint8Array.of(1) };
  const extra = {
    'gpt_neox.layers.0.attention.masked_bias': scalar,
    'lm_head.weight': tensors['embed_out.weight'],
  };
  await agrees(t, 'tiny-b', single({ ...tensors, ...extra, 'v_head.summary.weight': scalar }));
  const { 'embed_out.weight': _, ...rest } = tensors;
  const buffer = /attention\.(bias|masked_bias|rotary_emb\.inv_freq)$/;
  await agrees(
    t,
    'tiny-b',
    single(Object.fromEntries(Object.entries(rest).filter(([name]) => !buffer.test(name)))),
  );
});

/** The tensors in two parts. */
function halves(tensors: Tensors): [Tensors, Tensors] {
  const entries = Object.entries(tensors);
  const half = entries.length >> 1;
  return [Object.fromEntries(entries.slice(0, half)), Object.fromEntries(entries.slice(half))];
}

/** The weight_map of shards. */
function mapOf(shards: Record<string, Tensors>): Record<string, string> {
  const pairs = Object.entries(shards).flatMap(([file, tensors]) =>
    Object.keys(tensors).map((name) => [name, file]),
  );
  return Object.fromEntries(pairs);
}

test('an index may name what no shard holds, name less, or place it in another of its shards', async (t) => {
  const [first, second] = halves(await tensorsOf('tiny-b'));
  const shards = { [A]: first, [B]: second };
  const map = mapOf(shards);
  const buffers = {
    'gpt_neox.layers.0.attention.bias': A,
    'gpt_neox.layers.1.attention.rotary_emb.inv_freq': B,
  };
  await agrees(t, 'tiny-b', sharded(shards, { ...map, ...buffers, extra: A }));
  await agrees(t, 'tiny-b', sharded(shards, { one: A, two: B }));
  await agrees(
    t,
    'tiny-b',
    sharded(
      shards,
      mapEntries(map, (name, file) => [name, file === A ? B : A]),
    ),
  );
});

test('a shard may hold nothing that is needed, and files beside the index do not count', async (t) => {
  const [first, second] = halves(await tensorsOf('tiny-b'));
  const nothing = { x: { dtype: 'U8', shape: [1], data: Uint8Array.of(1) } };
  const shards = { [A]: first, [B]: second, [C]: nothing };
  await agrees(t, 'tiny-b', sharded(shards, mapOf(shards)));
  await agrees(t, 'tiny-b', sharded({ ...shards, [C]: {} }, { ...mapOf(shards), x: C }));
  const stale = { [A]: first, [B]: second, [C]: { [NORM]: second[NORM] ?? first[NORM] } };
  await agrees(t, 'tiny-b', sharded(stale, mapOf({ [A]: first, [B]: second })));
});

test('what is needed and lies in no shard, or in two, is refused by name', async (t) => {
  const tensors = await tensorsOf('tiny-b');
  const { [NORM]: norm, ...rest } = tensors;
  const [first, second] = halves(rest);
  const shards = { [A]: first, [B]: second };
  await refuses(
    t,
    'tiny-b',
    sharded(shards, { ...mapOf(shards), [NORM]: A }),
    /final_layer_norm.weight is missing/,
  );
  const twice = { [A]: { ...first, [NORM]: norm }, [B]: { ...second, [NORM]: norm } };
  await refuses(
    t,
    'tiny-b',
    sharded(twice, mapOf(twice)),
    /final_layer_norm.weight is both in .*b\.saf.* and in .*a\.saf/,
  );
  const buffer = { 'gpt_neox.layers.0.attention.bias': { dtype: 'U8', shape: [1], data: Uint8Array.of(1) } };
  const harmless = { [A]: { ...first, ...buffer, [NORM]: norm }, [B]: { ...second, ...buffer } };
  await agrees(t, 'tiny-b', sharded(harmless, mapOf(harmless)));
});

/** The same numbers in a wider type. */
function stored({ dtype, shape, data }: TensorData, as: string): TensorData {
  if (as === dtype) return { dtype, shape, data };
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  toFloat32(data, dtype as FloatType, values);
  const wide = as === 'F64' ? Float64Array.from(values) : values;
  return { dtype: as, shape, data: new Uint8Array(wide.buffer) };
}

test('any mixture of float64, float32 and the half types', async (t) => {
  for (const name of ['tiny-a', 'tiny-c'] as const) {
    const floats = Object.entries(await tensorsOf(name)).filter(([, { dtype }]) => /F/.test(dtype));
    for (const types of [['F64'], ['F32', 'F64'], ['F64', floats[0][1].dtype, 'F32', 'F32']]) {
      const tensors = floats.map(([key, tensor], i) => [key, stored(tensor, types[i % types.length])]);
      await agrees(t, name, single(Object.fromEntries(tensors)));
    }
  }
});

test('quantised types are refused by name', async (t) => {
  const tensors = await tensorsOf('tiny-c');
  const name = 'gpt_neox.layers.0.attention.dense.weight';
  const { shape } = tensors[name];
  for (const dtype of ['I8', 'F8_E4M3']) {
    const weight = { dtype, shape, data: new Uint8Array(shape[0] * shape[1]) };
    await refuses(
      t,
      'tiny-c',
      single({ ...tensors, [name]: weight }),
      new RegExp(`is ${dtype} \\[72, 72\\]`),
    );
  }
});
