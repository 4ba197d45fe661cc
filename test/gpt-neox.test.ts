import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { readRegistry } from '../src/hub/registry.ts';
import { openCheckpoint } from '../src/model/checkpoint.ts';
import { readArchitecture } from '../src/model/families/index.ts';
import { fixturesModel, GOLDEN_NAMES } from './support/goldens.ts';
import { embeddedModel, NANO_NAMES } from './support/oracles.ts';
import { sharedOracle } from './support/shared-oracle.ts';

const CONFIG = {
  model_type: 'gpt_neox',
  hidden_size: 64,
  num_attention_heads: 4,
  num_hidden_layers: 2,
  intermediate_size: 256,
  vocab_size: 100,
  max_position_embeddings: 32,
  rotary_pct: 0.25,
};

test('reads a GPT-NeoX configuration and names its tensors', () => {
  const { shape, blockWeights } = readArchitecture(CONFIG);
  assert.equal(shape.maxPositions, 32);
  const weights = new Map(blockWeights(1).map(({ name, shape: dims }) => [name, dims]));
  assert.deepEqual(weights.get('gpt_neox.layers.1.attention.query_key_value.weight'), [192, 64]);
  assert.equal(weights.size, 12);
});

test('attention without bias has two tensors fewer', () => {
  assert.equal(readArchitecture({ ...CONFIG, attention_bias: false }).blockWeights(0).length, 10);
});

test('reads the rotary settings where transformers 5 writes them', () => {
  const { rotary_pct: _, ...rest } = CONFIG;
  const rope_parameters = { rope_type: 'default', rope_theta: 500, partial_rotary_factor: 0.5 };
  const modern = readArchitecture({ ...rest, rope_parameters });
  const classic = readArchitecture({ ...rest, rotary_pct: 0.5, rotary_emb_base: 500 });
  const options = { weightType: 'float32', fusedAttention: true } as const;
  assert.deepEqual(modern.blockGraph(options), classic.blockGraph(options));
});

const REJECTED: [Record<string, unknown>, RegExp][] = [
  [{ model_type: 'llama' }, /model_type is "llama", expected gpt_neox or gpt2 or opt/],
  [{ model_type: undefined }, /model_type is missing/],
  [{ model_type: 'constructor' }, /model_type/],
  [{ hidden_act: 'mish' }, /hidden_act is "mish"/],
  [{ hidden_act: 'toString' }, /hidden_act/],
  [{ rotary_pct: 0.2 }, /rotary_pct is 0.2/],
  [{ rotary_pct: 0.01 }, /rotary_pct/],
  [{ rotary_pct: 1.5 }, /rotary_pct/],
  ...['dynamic', 'yarn', 'longrope', 'llama3', null].map((rope_type): [Record<string, unknown>, RegExp] => [
    { rope_scaling: { rope_type, type: 'default', factor: 2 } },
    new RegExp(`rope_type is ${JSON.stringify(rope_type)}, expected "default" or "linear"`),
  ]),
  [{ rope_scaling: { type: 'linear' } }, /factor of rope_type "linear" is missing/],
  [{ rope_scaling: { type: 'linear', factor: 0 } }, /factor of rope_type "linear" is 0/],
  [{ rope_scaling: [] }, /rope_scaling is \[\], expected an object/],
  [{ rope_parameters: { full_attention: { rope_type: 'linear', factor: 2 } } }, /full_attention is/],
  [{ rotary_emb_base: null }, /rotary_emb_base is null/],
  [{ rope_parameters: { rope_theta: '500' } }, /rope_theta is "500"/],
  [{ partial_rotary_factor: 0.5 }, /partial_rotary_factor is 0.5, expected 0.25/],
  [{ head_dim: 32 }, /head_dim is 32, expected hidden_size \/ num_attention_heads, 16/],
  [{ use_parallel_residual: null }, /use_parallel_residual is null/],
  [{ quantization_config: { quant_method: 'gptq', bits: 4 } }, /the weights are quantised .*"gptq"/],
  [{ quantization_config: {} }, /the weights are quantised/],
  [{ is_causal: false }, /is_causal is false/],
  [{ per_layer_config: { 0: { intermediate_size: 128 } } }, /per_layer_config/],
  [{ num_attention_heads: 5 }, /num_attention_heads is 5, expected a divisor of hidden_size 64/],
  [{ num_hidden_layers: 0 }, /num_hidden_layers is 0/],
  [{ hidden_size: '64' }, /hidden_size is "64"/],
  [{ vocab_size: null }, /vocab_size is null/],
  [{ transformers_weights: 'other.safetensors' }, /transformers_weights is "other.safetensors"/],
  [{ layer_norm_eps: -1 }, /layer_norm_eps/],
  [{ use_parallel_residual: 'no' }, /use_parallel_residual/],
];

for (const [change, message] of REJECTED)
  test(`rejects ${JSON.stringify(change)}`, () => {
    assert.throws(
      () => readArchitecture({ ...CONFIG, ...change }),
      (error) => error instanceof InputError && message.test(error.message) && error.hint.length > 0,
    );
  });

/** A config.json of one of Pythia's sizes. */
function pythiaConfig(name: string): Record<string, unknown> {
  const size = readRegistry().pythia.sizes.find((each) => each.name === name)!;
  return {
    ...CONFIG,
    hidden_size: size.hidden,
    num_attention_heads: size.heads,
    num_hidden_layers: size.layers,
    intermediate_size: 4 * size.hidden,
    vocab_size: size.vocab,
  };
}

test('parameters are counted as transformers counts them, for every size of Pythia and every checkpoint here', async () => {
  const folders = Object.fromEntries([
    ...GOLDEN_NAMES.map((name) => [name, fixturesModel(name)]),
    ...NANO_NAMES.map((name) => [name, embeddedModel(name)]),
  ]);
  const expected = Object.entries(sharedOracle().parameters);
  assert.equal(expected.length, 18);
  for (const [name, { total, non_embedding }] of expected) {
    const [model, tied] = name.split(' ');
    const config = model in folders ? (await openCheckpoint(folders[model])).config : pythiaConfig(model);
    const { parameters } = readArchitecture(tied ? { ...config, tie_word_embeddings: true } : config);
    assert.deepEqual(parameters, { total, nonEmbedding: non_embedding }, name);
  }
});

test('the registry says the same of the models that it knows', () => {
  const { embedded, pythia } = readRegistry();
  const oracle = sharedOracle().parameters;
  for (const { name, parameters, nonEmbeddingParameters } of [...embedded.models, ...pythia.sizes])
    assert.deepEqual(oracle[name], { total: parameters, non_embedding: nonEmbeddingParameters }, name);
});

test('parameters are the numbers that a checkpoint stores, its buffers left out', async () => {
  const buffer = /\.attention\.(bias|masked_bias|rotary_emb\.inv_freq)$/;
  for (const folder of [...NANO_NAMES.map(embeddedModel), fixturesModel('tiny-a'), fixturesModel('tiny-b')]) {
    const { config, tensors } = await openCheckpoint(folder);
    const stored = [...tensors.values()].filter(({ name }) => !buffer.test(name));
    const count = (list: typeof stored) =>
      list.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const { total, nonEmbedding } = readArchitecture(config).parameters;
    assert.equal(total, count(stored), folder);
    assert.equal(nonEmbedding, count(stored.filter(({ name }) => !/embed_(in|out)/.test(name))), folder);
  }
});

test('fewer biases are fewer parameters, and tied embeddings count once', () => {
  const { total, nonEmbedding } = readArchitecture(CONFIG).parameters;
  const unbiased = readArchitecture({ ...CONFIG, attention_bias: false }).parameters;
  assert.equal(nonEmbedding - unbiased.nonEmbedding, 2 * (3 * 64 + 64));
  const tied = readArchitecture({ ...CONFIG, tie_word_embeddings: true }).parameters;
  assert.deepEqual(tied, { total: total - 100 * 64, nonEmbedding });
  assert.throws(() => readArchitecture({ ...CONFIG, tie_word_embeddings: 'yes' }), InputError);
});

test('a key twice in config.json counts as Python counts it: the last one', () => {
  const twice = JSON.stringify(CONFIG).replace('{', '{"hidden_size":128,');
  assert.equal(readArchitecture(JSON.parse(twice)).shape.hidden, 64);
});

test('the value vectors leave the block only where asked for', () => {
  const { blockGraph } = readArchitecture(CONFIG);
  const options = { weightType: 'float32', fusedAttention: true } as const;
  assert.deepEqual(blockGraph({ ...options, values: false }), blockGraph(options));
  assert.notDeepEqual(blockGraph({ ...options, values: true }), blockGraph(options));
});
