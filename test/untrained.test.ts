import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { normalizeGram } from '../src/linalg/gram.ts';
import { informationGain } from '../src/metrics/information-gain.ts';
import {
  type Architecture,
  outputWeights,
  outsideBlocks,
  type WeightSpec,
} from '../src/model/architecture.ts';
import type { Capture, Encoding } from '../src/model/capture.ts';
import { openCheckpoint } from '../src/model/checkpoint.ts';
import { readArchitecture } from '../src/model/families/index.ts';
import { Runner, type RunnerOptions } from '../src/model/runner.ts';
import { UntrainedWeights } from '../src/model/untrained.ts';
import { heldoutDocuments } from '../src/text/defaults.ts';
import { loadTokenizer } from '../src/text/tokenizer.ts';
import { emptyFolder } from './support/cli.ts';
import { fixturesModel, GOLDEN_NAMES, golden } from './support/goldens.ts';
import { embeddedModel } from './support/oracles.ts';
import { encodeSafetensors, type TensorData } from './support/safetensors-writer.ts';

async function architectureOf(folder: string): Promise<Architecture> {
  return readArchitecture((await openCheckpoint(folder)).config);
}

function size({ shape }: WeightSpec): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Every tensor of the architecture but the embedding, by name, as a model is fed them. */
async function allTensors(
  architecture: Architecture,
  weights: UntrainedWeights,
): Promise<Map<string, Float32Array>> {
  const tensors = new Map<string, Float32Array>();
  for (let layer = 0; layer < architecture.shape.blocks; layer++) {
    const { feeds } = await weights.block(layer);
    for (const [i, spec] of architecture.blockWeights(layer).entries()) {
      assert.deepEqual(feeds[`w${i}`].dims, spec.shape);
      tensors.set(spec.name, feeds[`w${i}`].data as Float32Array);
    }
  }
  for (const spec of outputWeights(architecture.output)) tensors.set(spec.name, await weights.tensor(spec));
  return tensors;
}

async function encodeAll(folder: string, options: RunnerOptions, texts: number[][], capture: Capture) {
  const runner = await Runner.open(folder, options);
  const encodings: Encoding[] = [];
  try {
    for await (const encoding of runner.encode(texts, capture)) encodings.push(encoding);
  } finally {
    await runner.close();
  }
  return encodings;
}

function correlation(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    ab += a[i] * b[i];
    aa += a[i] ** 2;
    bb += b[i] ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

test('every tensor has the mean and standard deviation of its initialisation, or its one value', async () => {
  const architecture = await architectureOf(embeddedModel('nano-m'));
  const weights = new UntrainedWeights(architecture, 3);
  const tensors = await allTensors(architecture, weights);
  const { shape } = architecture;
  const embedding = architecture.input.tokens;
  const ids = Array.from({ length: shape.vocabulary }, (_, id) => id);
  tensors.set(embedding.name, await weights.rows(embedding, ids));
  const specs = [
    ...ids.slice(0, shape.blocks).flatMap((layer) => architecture.blockWeights(layer)),
    embedding,
  ];
  for (const spec of specs) {
    const values = tensors.get(spec.name)!;
    assert.equal(values.length, size(spec), spec.name);
    const initial = architecture.initial(spec);
    if ('value' in initial) {
      assert.ok(
        values.every((value) => value === initial.value),
        spec.name,
      );
      continue;
    }
    const n = values.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / n);
    assert.ok(
      Math.abs(mean) < (4.5 * initial.standardDeviation) / Math.sqrt(n),
      `${spec.name}: mean ${mean}`,
    );
    const errors = Math.abs(deviation / initial.standardDeviation - 1) * Math.sqrt(2 * n);
    assert.ok(errors < 4.5, `${spec.name}: deviation ${deviation}, ${errors} errors away`);
  }
});

test('the same seed draws the same bytes again, in any order; another seed draws others', async () => {
  const architecture = await architectureOf(embeddedModel('nano-xs'));
  const first = await allTensors(architecture, new UntrainedWeights(architecture, 7));
  const again = new UntrainedWeights(architecture, 7);
  await again.block(1); // as a second batch would begin
  assert.deepEqual(await allTensors(architecture, again), first);
  const other = await allTensors(architecture, new UntrainedWeights(architecture, 8));
  for (const [name, values] of first) {
    if (values.every((value) => value === values[0])) continue;
    const found = correlation(values, other.get(name)!);
    assert.ok(Math.abs(found) < 5 / Math.sqrt(values.length), `${name}: ${found} between the seeds`);
  }
});

test('no two tensors of a model are drawn alike', async () => {
  const architecture = await architectureOf(embeddedModel('nano-xs'));
  const tensors = await allTensors(architecture, new UntrainedWeights(architecture, 0));
  const drawn = [...tensors].filter(([, values]) => values.some((value) => value !== values[0]));
  assert.equal(drawn.length, 8);
  for (const [i, [name, values]] of drawn.entries())
    for (const [other, others] of drawn.slice(0, i)) {
      const found = correlation(values, others) * Math.sqrt(Math.min(values.length, others.length));
      assert.ok(Math.abs(found) < 5, `${name} and ${other}: ${found} errors`);
    }
});

test('a row of the embedding does not depend on which others are asked for', async () => {
  const architecture = await architectureOf(embeddedModel('nano-xs'));
  const weights = new UntrainedWeights(architecture, 1);
  const rows = await weights.rows(architecture.input.tokens, [5, 1000, 5, 0]);
  assert.equal(rows.length, 4 * 32);
  for (const [at, id] of [5, 1000, 5, 0].entries())
    assert.deepEqual(
      rows.slice(at * 32, (at + 1) * 32),
      await weights.rows(architecture.input.tokens, Int32Array.of(id)),
    );
  assert.ok(Math.abs(correlation(rows.subarray(0, 32), rows.subarray(32, 64))) < 0.8);
});

test('among 200,000 rows of an embedding no two are the same', async () => {
  const vocabulary = 200_000;
  const architecture = readArchitecture({
    model_type: 'gpt_neox',
    hidden_size: 8,
    num_attention_heads: 1,
    num_hidden_layers: 1,
    intermediate_size: 8,
    vocab_size: vocabulary,
    max_position_embeddings: 8,
  });
  const ids = Int32Array.from({ length: vocabulary }, (_, id) => id);
  const rows = await new UntrainedWeights(architecture, 0).rows(architecture.input.tokens, ids);
  const distinct = new Set(
    Array.from(ids, (id) => `${rows[id * 8]} ${rows[id * 8 + 1]} ${rows[id * 8 + 2]}`),
  );
  assert.equal(distinct.size, vocabulary);
});

/** A checkpoint on disk with the weights that would be drawn, in float32. */
async function writeDrawn(folder: string, seed: number): Promise<string> {
  const architecture = await architectureOf(folder);
  const weights = new UntrainedWeights(architecture, seed);
  const { shape } = architecture;
  const embedding = architecture.input.tokens;
  const values = await allTensors(architecture, weights);
  values.set(
    embedding.name,
    await weights.rows(
      embedding,
      Array.from({ length: shape.vocabulary }, (_, id) => id),
    ),
  );
  const specs = Array.from({ length: shape.blocks }, (_, layer) => architecture.blockWeights(layer)).flat();
  const tensors: Record<string, TensorData> = {};
  for (const spec of [...outsideBlocks(architecture), ...specs]) {
    const data = new Uint8Array(values.get(spec.name)!.buffer);
    tensors[spec.name] = { dtype: 'F32', shape: spec.shape, data };
  }
  const out = join(emptyFolder(), 'model');
  mkdirSync(out);
  copyFileSync(join(folder, 'config.json'), join(out, 'config.json'));
  writeFileSync(join(out, 'model.safetensors'), encodeSafetensors(tensors));
  return out;
}

for (const name of GOLDEN_NAMES)
  test(`an untrained ${name} is the checkpoint with the weights that its seed draws`, async () => {
    const texts = Object.values(golden(name).cases).map(({ ids }) => ids);
    const { blocks } = (await architectureOf(fixturesModel(name))).shape;
    const all = Array.from({ length: blocks + 1 }, (_, layer) => layer);
    const capture: Capture = { hidden: [...all, 'last-raw'], gram: [blocks] };
    const untrained = await encodeAll(fixturesModel(name), { untrained: 11 }, texts, capture);
    const stored = await encodeAll(await writeDrawn(fixturesModel(name), 11), {}, texts, capture);
    assert.deepEqual(untrained, stored);
    const other = await encodeAll(fixturesModel(name), { untrained: 0 }, texts, capture);
    assert.notDeepEqual(untrained[1].hidden.get(blocks), other[1].hidden.get(blocks));
    const trained = await encodeAll(fixturesModel(name), {}, texts, capture);
    assert.notDeepEqual(other[1].hidden.get(0), trained[1].hidden.get(0), 'seed 0 is a seed');
  });

test('an untrained model says its shape and has no weight files', async () => {
  const [trained, untrained] = await Promise.all([
    Runner.open(embeddedModel('nano-s')),
    Runner.open(embeddedModel('nano-s'), { untrained: 0 }),
  ]);
  await Promise.all([trained.close(), untrained.close()]);
  assert.deepEqual(untrained.shape, trained.shape);
  assert.deepEqual(untrained.parameters, trained.parameters);
  assert.deepEqual([trained.files.length, untrained.files.length], [1, 0]);
});

test('states of an untrained model that stop being finite are blamed on no checkpoint', async () => {
  const weights = new UntrainedWeights(await architectureOf(embeddedModel('nano-xs')), 0);
  const error = await weights.explainNonFinite('block 1');
  assert.ok(error instanceof InputError);
  assert.match(error.message, /untrained model .* block 1/);
  assert.match(error.hint, /cannot be run untrained/);
});

/**
 * Information gain per dimension of the first 200 tokens, mean over the 64 held-out documents, of models of these
 * shapes that torch initialised with other seeds (float64 forward pass in NumPy).
 */
const GAIN_AT_200: Record<string, number> = {
  'nano-xs': 4.86,
  'nano-s': 4.2,
  'nano-m': 3.74,
  'nano-l': 2.79,
};

test('untrained models encode the held-out documents as those of another initialisation do', async () => {
  const { texts } = await heldoutDocuments();
  const tokenizer = await loadTokenizer(embeddedModel('nano-l'));
  const ids = texts.slice(0, 24).map(({ text }) => tokenizer.encode(text!).slice(0, 200));
  for (const [name, expected] of Object.entries(GAIN_AT_200)) {
    const { blocks, hidden } = (await architectureOf(embeddedModel(name))).shape;
    const encodings = await encodeAll(embeddedModel(name), { untrained: 0 }, ids, { gram: [blocks] });
    const gains = encodings.map(({ gram }) => {
      const K = normalizeGram(gram.get(blocks)!, 200);
      return informationGain(K, 200, 0.01).informationGain[199] / hidden;
    });
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    assert.ok(Math.abs(mean / expected - 1) < 0.05, `${name}: ${mean}, expected about ${expected}`);
  }
});
