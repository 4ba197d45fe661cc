/**
 * GPT-2 (OpenAI's, Cerebras-GPT): everything that is particular to the family, after Radford et al. 2019 as Hugging Face
 * transformers computes it. Its matrices are (in, out), query, key and value one after another in a fused one.
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
import { type Gpt2Config, readGpt2Config } from './config.ts';
import { gpt2Initial } from './initial.ts';

const PREFIX = 'transformer.';

/** Describes a GPT-2 checkpoint from its config.json. @throws InputError on a value the graph cannot express */
export function gpt2(json: Record<string, unknown>): Architecture {
  const config = readGpt2Config(json);
  const { blocks, hidden, heads, vocabulary, maxPositions, epsilon } = config;
  return {
    modelType: 'gpt2',
    prefixes: [PREFIX],
    shape: { blocks, hidden, lastHidden: hidden, heads, vocabulary, maxPositions },
    parameters: countParameters(config),
    input: {
      tokens: { name: `${PREFIX}wte.weight`, shape: [vocabulary, hidden] },
      positions: { table: { name: `${PREFIX}wpe.weight`, shape: [maxPositions, hidden] }, offset: 0 },
    },
    output: {
      norm: {
        weight: { name: `${PREFIX}ln_f.weight`, shape: [hidden] },
        bias: { name: `${PREFIX}ln_f.bias`, shape: [hidden] },
        epsilon,
      },
    },
    blockWeights: (layer) =>
      Object.entries(blockShapes(config)).map(([name, shape]) => ({
        name: `${PREFIX}h.${layer}.${name}`,
        shape,
      })),
    initial: ({ name }) => gpt2Initial(name, json, blocks),
    blockGraph: (options) => blockGraph(config, options),
    blockReadsPositions: false,
  };
}

/** Names and shapes of a block's tensors, matrices (in, out). */
function blockShapes({ hidden, intermediate }: Gpt2Config): Record<string, number[]> {
  return {
    'ln_1.weight': [hidden],
    'ln_1.bias': [hidden],
    'attn.c_attn.weight': [hidden, 3 * hidden],
    'attn.c_attn.bias': [3 * hidden],
    'attn.c_proj.weight': [hidden, hidden],
    'attn.c_proj.bias': [hidden],
    'ln_2.weight': [hidden],
    'ln_2.bias': [hidden],
    'mlp.c_fc.weight': [hidden, intermediate],
    'mlp.c_fc.bias': [intermediate],
    'mlp.c_proj.weight': [intermediate, hidden],
    'mlp.c_proj.bias': [hidden],
  };
}

/** Of the blocks, the final LayerNorm, tokens, positions and what follows the final LayerNorm. */
function countParameters(config: Gpt2Config): ParameterCount {
  const { blocks, hidden, vocabulary, maxPositions, headParameters } = config;
  const block = Object.values(blockShapes(config))
    .map(elementCount)
    .reduce((a, b) => a + b, 0);
  const nonEmbedding = blocks * block + 2 * hidden;
  return { total: nonEmbedding + (vocabulary + maxPositions) * hidden + headParameters, nonEmbedding };
}

function blockGraph(config: Gpt2Config, options: BlockOptions): Uint8Array {
  const g = new GraphBuilder();
  const { hidden, epsilon, activation } = config;
  const x = blockInputs(g, hidden, false);
  const weights = weightInputs(g, blockShapes(config), options.weightType);
  const norm = (name: string, input: string) =>
    layerNorm(g, { name, width: hidden, epsilon }, input, weights);
  const attended = selfAttention(g, config, norm('ln_1', x), weights, options);
  const middle = g.node('Add', 'middle', [attended, x]);
  const parts = { hidden, up: 'mlp.c_fc', down: 'mlp.c_proj', activation, layout: 'in-out' } as const;
  g.node('Add', 'y', [mlp(g, parts, norm('ln_2', middle), weights), middle]);
  g.output('y', 'float32', ['batch', 'tokens', hidden]);
  return g.encode('gpt2_block');
}

function selfAttention(
  g: GraphBuilder,
  config: Gpt2Config,
  normed: string,
  weights: Weights,
  options: BlockOptions,
): string {
  const rows = reshape(g, 'attention.rows', normed, [-1, config.hidden]);
  const fused = linear(g, 'attn.c_attn', rows, weights, 'in-out');
  const parts = ['query', 'key', 'value'];
  g.nodeWithOutputs('Split', [fused], parts, { axis: -1, num_outputs: 3 });
  const qkv = parts.map((part) => byHead(g, config, part, part === 'value' ? 'values' : `${part}.by_head`));
  const joined = attention(g, config, qkv, options);
  return likeInput(g, 'attention.out', linear(g, 'attn.c_proj', joined, weights, 'in-out'));
}
