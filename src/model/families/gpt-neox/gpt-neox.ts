/**
 * GPT-NeoX (Pythia): everything that is particular to the family. Configuration, tensor names, rotary tables and
 * the graph of one block, after Black et al. 2022 (arXiv 2204.06745) as Hugging Face transformers computes it.
 */
import type { Architecture, BlockOptions, ParameterCount } from '../../architecture.ts';
import { attention } from '../../graph/attention.ts';
import {
  blockInputs,
  byHead,
  layerNorm,
  likeInput,
  linear,
  mlp,
  reshape,
  type Weights,
  weightInputs,
} from '../../graph/parts.ts';
import { GraphBuilder } from '../../onnx/graph.ts';
import { elementCount } from '../../shape.ts';
import { type NeoXConfig, readNeoXConfig } from './config.ts';
import { gptNeoXInitial } from './initial.ts';

const PREFIX = 'gpt_neox.';

/** Describes a GPT-NeoX checkpoint from its config.json. @throws InputError on a value the graph cannot express */
export function gptNeoX(json: Record<string, unknown>): Architecture {
  const config = readNeoXConfig(json);
  const { blocks, hidden, heads, vocabulary, maxPositions } = config;
  return {
    modelType: 'gpt_neox',
    prefixes: [PREFIX],
    shape: { blocks, hidden, lastHidden: hidden, heads, vocabulary, maxPositions },
    parameters: countParameters(config),
    input: { tokens: { name: `${PREFIX}embed_in.weight`, shape: [vocabulary, hidden] } },
    output: {
      norm: {
        weight: { name: `${PREFIX}final_layer_norm.weight`, shape: [hidden] },
        bias: { name: `${PREFIX}final_layer_norm.bias`, shape: [hidden] },
        epsilon: config.epsilon,
      },
    },
    blockWeights: (layer) =>
      Object.entries(blockShapes(config)).map(([name, shape]) => ({
        name: `${PREFIX}layers.${layer}.${name}`,
        shape,
      })),
    initial: ({ name }) => gptNeoXInitial(name, config),
    blockGraph: (options) => blockGraph(config, options),
    blockReadsPositions: true,
  };
}

/** Names and shapes of a block's tensors, (out, in) as PyTorch stores them. */
function blockShapes(config: NeoXConfig): Record<string, number[]> {
  const { hidden, intermediate, attentionBias } = config;
  const shapes: Record<string, number[]> = {
    'input_layernorm.weight': [hidden],
    'input_layernorm.bias': [hidden],
    'post_attention_layernorm.weight': [hidden],
    'post_attention_layernorm.bias': [hidden],
    'attention.query_key_value.weight': [3 * hidden, hidden],
    'attention.dense.weight': [hidden, hidden],
    'mlp.dense_h_to_4h.weight': [intermediate, hidden],
    'mlp.dense_h_to_4h.bias': [intermediate],
    'mlp.dense_4h_to_h.weight': [hidden, intermediate],
    'mlp.dense_4h_to_h.bias': [hidden],
  };
  if (attentionBias) {
    shapes['attention.query_key_value.bias'] = [3 * hidden];
    shapes['attention.dense.bias'] = [hidden];
  }
  return shapes;
}

/** Of the blocks, the final LayerNorm, the input embedding and what follows the final LayerNorm. */
function countParameters(config: NeoXConfig): ParameterCount {
  const { blocks, hidden, vocabulary, headParameters } = config;
  const block = Object.values(blockShapes(config))
    .map(elementCount)
    .reduce((a, b) => a + b, 0);
  const nonEmbedding = blocks * block + 2 * hidden;
  return { total: nonEmbedding + vocabulary * hidden + headParameters, nonEmbedding };
}

/** cos and sin of position / factor * base^(-2i/rotaryDims), (maxPositions, rotaryDims / 2), computed in float64. */
function rotaryTables(config: NeoXConfig): { cos: Float32Array; sin: Float32Array; dims: number[] } {
  const half = config.rotaryDims / 2;
  const cos = new Float32Array(config.maxPositions * half);
  const sin = new Float32Array(config.maxPositions * half);
  for (let i = 0; i < half; i++) {
    const frequency = config.rotaryBase ** ((-2 * i) / config.rotaryDims) / config.rotaryFactor;
    for (let position = 0; position < config.maxPositions; position++) {
      cos[position * half + i] = Math.cos(position * frequency);
      sin[position * half + i] = Math.sin(position * frequency);
    }
  }
  return { cos, sin, dims: [config.maxPositions, half] };
}

function blockGraph(config: NeoXConfig, options: BlockOptions): Uint8Array {
  const g = new GraphBuilder();
  const { hidden, epsilon, activation } = config;
  const x = blockInputs(g, hidden, true);
  const weights = weightInputs(g, blockShapes(config), options.weightType);
  const norm = (name: string, input: string) =>
    layerNorm(g, { name, width: hidden, epsilon }, input, weights);
  const perceptron = (input: string) => {
    const parts = { hidden, up: 'mlp.dense_h_to_4h', down: 'mlp.dense_4h_to_h', activation };
    return mlp(g, parts, input, weights);
  };
  const attended = selfAttention(g, config, norm('input_layernorm', x), weights, options);
  if (config.parallelResidual) {
    const mlpOut = perceptron(norm('post_attention_layernorm', x));
    g.node('Add', 'y', [g.node('Add', 'branches', [attended, mlpOut]), x]);
  } else {
    const middle = g.node('Add', 'middle', [attended, x]);
    g.node('Add', 'y', [perceptron(norm('post_attention_layernorm', middle)), middle]);
  }
  g.output('y', 'float32', ['batch', 'tokens', hidden]);
  return g.encode('gpt_neox_block');
}

function selfAttention(
  g: GraphBuilder,
  config: NeoXConfig,
  normed: string,
  weights: Weights,
  options: BlockOptions,
): string {
  const { hidden, heads } = config;
  const rows = reshape(g, 'attention.rows', normed, [-1, hidden]);
  const fused = linear(g, 'attention.query_key_value', rows, weights);
  // (batch * T, heads, 3 * head_dim): query, key and value lie side by side within each head
  const perHead = reshape(g, 'attention.per_head', fused, [-1, heads, (3 * hidden) / heads]);
  const parts = ['query', 'key', 'value'];
  g.nodeWithOutputs('Split', [perHead], parts, { axis: -1, num_outputs: 3 });
  const [q, k, v] = parts.map((part) =>
    byHead(g, config, part, part === 'value' ? 'values' : `${part}.by_head`),
  );
  const tables = rotaryTables(config);
  const cos = g.float32('rotary.cos', tables.cos, tables.dims);
  const sin = g.float32('rotary.sin', tables.sin, tables.dims);
  const rotate = (name: string, input: string) =>
    g.node('RotaryEmbedding', name, [input, cos, sin, 'position_ids'], {
      rotary_embedding_dim: config.rotaryDims,
    });
  const joined = attention(g, config, [rotate('query.rotated', q), rotate('key.rotated', k), v], options);
  return likeInput(g, 'attention.out', linear(g, 'attention.dense', joined, weights));
}
