import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outsideBlocks } from '../src/model/architecture.ts';
import { openCheckpoint } from '../src/model/checkpoint.ts';
import { gptNeoXInitial } from '../src/model/families/gpt-neox/initial.ts';
import { readArchitecture } from '../src/model/families/index.ts';
import { WeightReader } from '../src/model/weights.ts';
import { embeddedModel } from './support/oracles.ts';

const SHAPE = { blocks: 5, hidden: 90 };
const SMALL = Math.sqrt(2 / 450);
const RESIDUAL = 2 / (5 * Math.sqrt(90));

test('matrices and embeddings, what writes into the residual stream, biases and LayerNorms each begin their way', () => {
  const block = 'gpt_neox.layers.3';
  const expected: Record<string, object> = {
    'gpt_neox.embed_in.weight': { standardDeviation: SMALL },
    [`${block}.attention.query_key_value.weight`]: { standardDeviation: SMALL },
    [`${block}.attention.query_key_value.bias`]: { value: 0 },
    [`${block}.attention.dense.weight`]: { standardDeviation: RESIDUAL },
    [`${block}.attention.dense.bias`]: { value: 0 },
    [`${block}.mlp.dense_h_to_4h.weight`]: { standardDeviation: SMALL },
    [`${block}.mlp.dense_h_to_4h.bias`]: { value: 0 },
    [`${block}.mlp.dense_4h_to_h.weight`]: { standardDeviation: RESIDUAL },
    [`${block}.mlp.dense_4h_to_h.bias`]: { value: 0 },
    [`${block}.input_layernorm.weight`]: { value: 1 },
    [`${block}.input_layernorm.bias`]: { value: 0 },
    [`${block}.post_attention_layernorm.weight`]: { value: 1 },
    [`${block}.post_attention_layernorm.bias`]: { value: 0 },
    'gpt_neox.final_layer_norm.weight': { value: 1 },
    'gpt_neox.final_layer_norm.bias': { value: 0 },
  };
  for (const [name, initial] of Object.entries(expected))
    assert.deepEqual(gptNeoXInitial(name, SHAPE), initial, name);
});

test('step 0 of an embedded model, which torch drew, has these standard deviations and constants', async () => {
  const checkpoint = await openCheckpoint(embeddedModel('revisions/nano-s-step0'));
  const architecture = readArchitecture(checkpoint.config);
  const { shape } = architecture;
  const reader = await WeightReader.open(checkpoint, architecture, false);
  const blocks = Array.from({ length: shape.blocks }, (_, layer) => architecture.blockWeights(layer));
  for (const spec of [...outsideBlocks(architecture), ...blocks.flat()]) {
    const values = await reader.tensor(spec);
    const initial = architecture.initial(spec);
    if ('value' in initial) {
      assert.ok(
        values.every((value) => value === initial.value),
        spec.name,
      );
      continue;
    }
    const found = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    const error = Math.abs(found / initial.standardDeviation - 1) * Math.sqrt(2 * values.length);
    assert.ok(error < 4.5, `${spec.name}: ${found}, expected ${initial.standardDeviation} (${error} errors)`);
  }
  await reader.close();
});
