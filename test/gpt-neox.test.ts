import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../src/errors.ts';
import { readArchitecture } from '../src/model/families.ts';

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
  [{ model_type: 'opt' }, /model_type is "opt"/],
  [{ model_type: undefined }, /model_type is missing/],
  [{ model_type: 'constructor' }, /model_type/],
  [{ hidden_act: 'swish' }, /hidden_act is "swish"/],
  [{ hidden_act: 'toString' }, /hidden_act/],
  [{ rotary_pct: 0.2 }, /rotary_pct is 0.2/],
  [{ rotary_pct: 0.01 }, /rotary_pct/],
  [{ rotary_pct: 1.5 }, /rotary_pct/],
  [{ rope_scaling: { type: 'linear', factor: 2 } }, /rope_type is "linear"/],
  [{ num_attention_heads: 5 }, /num_attention_heads is 5, expected a divisor of hidden_size 64/],
  [{ num_hidden_layers: 0 }, /num_hidden_layers is 0/],
  [{ hidden_size: '64' }, /hidden_size is "64"/],
  [{ vocab_size: undefined }, /vocab_size is missing/],
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
