/**
 * OPT: everything that is particular to the family, after Zhang et al. 2022 (arXiv 2205.01068) as Hugging Face transformers
 * computes it. Positions begin in the third row of their table; opt-350m has its LayerNorms behind the sums, none at the
 * end, and tokens narrower than its states.
 */
import type { Architecture, BlockOptions, LayerNormSpec, ParameterCount } from '../../architecture.ts';
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
import { type OptConfig, readOptConfig } from './config.ts';
import { optInitial } from './initial.ts';

const PREFIX = 'model.decoder.';
/** Rows of the position table before that of the first token. */
const OFFSET = 2;
/** Of torch's LayerNorm; no configuration changes it. */
const EPSILON = 1e-5;

/** Describes an OPT checkpoint from its config.json. @throws InputError on a value the graph cannot express */
export function opt(json: Record<string, unknown>): Architecture {
  const config = readOptConfig(json);
  const { blocks, hidden, heads, vocabulary, maxPositions, wordWidth } = config;
  const isProjected = wordWidth !== hidden;
  const named = (name: string, shape: number[]) => ({ name: `${PREFIX}${name}.weight`, shape });
  return {
    modelType: 'opt',
    prefixes: ['model.', PREFIX],
    shape: { blocks, hidden, lastHidden: wordWidth, heads, vocabulary, maxPositions },
    parameters: countParameters(config),
    input: {
      tokens: named('embed_tokens', [vocabulary, wordWidth]),
      projection: isProjected ? named('project_in', [hidden, wordWidth]) : undefined,
      positions: { table: named('embed_positions', [maxPositions + OFFSET, hidden]), offset: OFFSET },
    },
    output: {
      norm: config.finalNorm ? finalNorm(config) : undefined,
      projection: isProjected ? named('project_out', [wordWidth, hidden]) : undefined,
    },
    blockWeights: (layer) =>
      Object.entries(blockShapes(config)).map(([name, shape]) => ({
        name: `${PREFIX}layers.${layer}.${name}`,
        shape,
      })),
    initial: ({ name }) => optInitial(name, json, config.paddingRow),
    blockGraph: (options) => blockGraph(config, options),
    blockReadsPositions: false,
  };
}

function finalNorm({ hidden, affine }: OptConfig): LayerNormSpec {
  const named = (part: string) => ({ name: `${PREFIX}final_layer_norm.${part}`, shape: [hidden] });
  return { epsilon: EPSILON, ...(affine && { weight: named('weight'), bias: named('bias') }) };
}

/** Names and shapes of a block's tensors, (out, in) as PyTorch stores them. */
function blockShapes({ hidden, intermediate, affine, bias }: OptConfig): Record<string, number[]> {
  const norm = (name: string) => [
    [`${name}.weight`, [hidden]],
    [`${name}.bias`, [hidden]],
  ];
  const matrix = (name: string, out: number, width: number) => [
    [`${name}.weight`, [out, width]],
    ...(bias ? [[`${name}.bias`, [out]]] : []),
  ];
  return Object.fromEntries([
    ...(affine ? norm('self_attn_layer_norm') : []),
    ...['q', 'k', 'v', 'out'].flatMap((part) => matrix(`self_attn.${part}_proj`, hidden, hidden)),
    ...(affine ? norm('final_layer_norm') : []),
    ...matrix('fc1', intermediate, hidden),
    ...matrix('fc2', hidden, intermediate),
  ]);
}

/** Of the blocks, the final LayerNorm, both projections, tokens, positions and what follows the last hidden state. */
function countParameters(config: OptConfig): ParameterCount {
  const { blocks, hidden, wordWidth, vocabulary, maxPositions } = config;
  const block = Object.values(blockShapes(config))
    .map(elementCount)
    .reduce((a, b) => a + b, 0);
  const norm = config.finalNorm && config.affine ? 2 * hidden : 0;
  const projections = wordWidth === hidden ? 0 : 2 * hidden * wordWidth;
  const nonEmbedding = blocks * block + norm + projections;
  const tables = vocabulary * wordWidth + (maxPositions + OFFSET) * hidden;
  return { total: nonEmbedding + tables + config.headParameters, nonEmbedding };
}

function blockGraph(config: OptConfig, options: BlockOptions): Uint8Array {
  const g = new GraphBuilder();
  const { hidden, activation, isPreNorm } = config;
  const x = blockInputs(g, hidden, false);
  const weights = weightInputs(g, blockShapes(config), options.weightType);
  const norm = (name: string, input: string, output?: string) =>
    layerNorm(g, { name, width: hidden, epsilon: EPSILON }, input, weights, output);
  const attend = (input: string) => selfAttention(g, config, input, weights, options);
  const perceptron = (input: string) =>
    mlp(g, { hidden, up: 'fc1', down: 'fc2', activation }, input, weights);
  if (isPreNorm) {
    const middle = g.node('Add', 'middle', [attend(norm('self_attn_layer_norm', x)), x]);
    g.node('Add', 'y', [perceptron(norm('final_layer_norm', middle)), middle]);
  } else {
    const middle = norm('self_attn_layer_norm', g.node('Add', 'attention.sum', [attend(x), x]));
    norm('final_layer_norm', g.node('Add', 'mlp.sum', [perceptron(middle), middle]), 'y');
  }
  g.output('y', 'float32', ['batch', 'tokens', hidden]);
  return g.encode('opt_block');
}

function selfAttention(
  g: GraphBuilder,
  config: OptConfig,
  input: string,
  weights: Weights,
  options: BlockOptions,
): string {
  const rows = reshape(g, 'attention.rows', input, [-1, config.hidden]);
  const qkv = ['q', 'k', 'v'].map((part) => {
    const projected = linear(g, `self_attn.${part}_proj`, rows, weights);
    return byHead(g, config, projected, part === 'v' ? 'values' : `${part}.by_head`);
  });
  const joined = attention(g, config, qkv, options);
  return likeInput(g, 'attention.out', linear(g, 'self_attn.out_proj', joined, weights));
}
