/**
 * GPT-NeoX (Pythia): everything that is particular to the family. Configuration, tensor names, rotary tables and
 * the graph of one block, after Black et al. 2022 (arXiv 2204.06745) as Hugging Face transformers computes it.
 */
import { ACTIVATIONS } from './activations.ts';
import type { Architecture, BlockOptions, ParameterCount, WeightType } from './architecture.ts';
import { type NeoXConfig, readNeoXConfig } from './gpt-neox-config.ts';
import { gptNeoXInitial } from './gpt-neox-initial.ts';
import { type Dim, GraphBuilder } from './onnx/graph.ts';
import { elementCount } from './shape.ts';

const BASE_PREFIX = 'gpt_neox.';

/** Describes a GPT-NeoX checkpoint from its config.json. @throws InputError on a value the graph cannot express */
export function gptNeoX(json: Record<string, unknown>): Architecture {
  const config = readNeoXConfig(json);
  const { hidden, vocabulary } = config;
  return {
    modelType: 'gpt_neox',
    basePrefix: BASE_PREFIX,
    shape: config,
    parameters: countParameters(config),
    embedding: { name: `${BASE_PREFIX}embed_in.weight`, shape: [vocabulary, hidden] },
    finalNorm: {
      weight: { name: `${BASE_PREFIX}final_layer_norm.weight`, shape: [hidden] },
      bias: { name: `${BASE_PREFIX}final_layer_norm.bias`, shape: [hidden] },
      epsilon: config.epsilon,
    },
    blockWeights: (layer) =>
      Object.entries(blockShapes(config)).map(([name, shape]) => ({
        name: `${BASE_PREFIX}layers.${layer}.${name}`,
        shape,
      })),
    initial: ({ name }) => gptNeoXInitial(name, config),
    blockGraph: (options) => blockGraph(config, options),
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

type Weights = Record<string, string>;
type AttentionCapture = NonNullable<BlockOptions['attention']>;

function blockGraph(config: NeoXConfig, options: BlockOptions): Uint8Array {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', ['batch', 'tokens', config.hidden]);
  g.input('position_ids', 'int64', ['batch', 'tokens']);
  g.input('x_shape', 'int64', [3]);
  const weights = weightInputs(g, config, options.weightType);
  const norm1 = layerNorm(g, config, 'input_layernorm', x, weights);
  const attended = attention(g, config, norm1, weights, options);
  if (config.parallelResidual) {
    const norm2 = layerNorm(g, config, 'post_attention_layernorm', x, weights);
    const mlpOut = mlp(g, config, norm2, weights);
    g.node('Add', 'y', [g.node('Add', 'branches', [attended, mlpOut]), x]);
  } else {
    const middle = g.node('Add', 'middle', [attended, x]);
    const norm2 = layerNorm(g, config, 'post_attention_layernorm', middle, weights);
    g.node('Add', 'y', [mlp(g, config, norm2, weights), middle]);
  }
  g.output('y', 'float32', ['batch', 'tokens', config.hidden]);
  return g.encode('gpt_neox_block');
}

/** Declares the weights as inputs `w0`, `w1`, ... and casts those that come as float16. */
function weightInputs(g: GraphBuilder, config: NeoXConfig, weightType: WeightType): Weights {
  const specs = Object.entries(blockShapes(config));
  const named = specs.map(([name, shape], i) => {
    const input = g.input(`w${i}`, weightType, shape);
    return [name, weightType === 'float16' ? g.node('Cast', `${name}.float32`, [input], { to: 1 }) : input];
  });
  return Object.fromEntries(named);
}

function layerNorm(
  g: GraphBuilder,
  config: NeoXConfig,
  name: string,
  input: string,
  weights: Weights,
): string {
  const attributes = { axis: -1, epsilon: { float: config.epsilon } };
  return g.node(
    'LayerNormalization',
    name,
    [input, weights[`${name}.weight`], weights[`${name}.bias`]],
    attributes,
  );
}

/** rows (batch * T, in) -> (batch * T, out), the weight as PyTorch stores it. */
function linear(g: GraphBuilder, name: string, rows: string, weights: Weights): string {
  const inputs = [rows, weights[`${name}.weight`]];
  if (weights[`${name}.bias`]) inputs.push(weights[`${name}.bias`]);
  return g.node('Gemm', name, inputs, { transB: 1 });
}

function reshape(g: GraphBuilder, name: string, input: string, shape: number[]): string {
  return g.node('Reshape', name, [input, g.int64(`${name}.shape`, shape)]);
}

/** Puts (batch * T, hidden), or any other layout of as many values, into the shape of x. */
function likeInput(g: GraphBuilder, name: string, input: string): string {
  return g.node('Reshape', name, [input, 'x_shape']);
}

function attention(
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
  const mixed = attend(g, config, [rotate('query.rotated', q), rotate('key.rotated', k), v], options);
  if (options.values) g.output(v, 'float32', ['batch', heads, 'tokens', hidden / heads]);
  const byToken = g.node('Transpose', 'attention.by_token', [mixed], { perm: [0, 2, 1, 3] });
  const joined = reshape(g, 'attention.joined', byToken, [-1, hidden]);
  return likeInput(g, 'attention.out', linear(g, 'attention.dense', joined, weights));
}

/** (batch * T, heads, head_dim) -> (batch, heads, T, head_dim). */
function byHead(g: GraphBuilder, { hidden, heads }: NeoXConfig, part: string, name: string): string {
  const tokens = likeInput(g, `${part}.tokens`, part);
  const split = reshape(g, `${part}.split`, tokens, [0, 0, heads, hidden / heads]); // 0 keeps batch and T
  return g.node('Transpose', name, [split], { perm: [0, 2, 1, 3] });
}

/** Causal softmax attention; the weights leave the graph only where asked for, reduced as asked. */
function attend(g: GraphBuilder, config: NeoXConfig, qkv: string[], options: BlockOptions): string {
  const request = options.attention;
  // asked for as they are, the weights are the graph's output themselves: a node in between would copy them
  const softmax = request?.heads === 'all' && request.rows === 'all' ? 'attention' : 'attention.softmax';
  if (options.fusedAttention) {
    const outputs = request ? ['attention.mixed', '', '', softmax] : ['attention.mixed'];
    // mode 3: the fourth output holds the weights after the softmax
    g.nodeWithOutputs('Attention', qkv, outputs, { is_causal: 1, qk_matmul_output_mode: request ? 3 : 0 });
  } else {
    attendInSteps(g, config.hidden / config.heads, qkv, softmax);
  }
  if (request) attentionOutput(g, config, request, softmax);
  return 'attention.mixed';
}

/** softmax(q kᵀ / sqrt(head_dim) + causal mask) v, for devices without the Attention operator. */
function attendInSteps(g: GraphBuilder, headDim: number, [q, k, v]: string[], softmax: string): void {
  const mask = g.input('causal_mask', 'float32', ['tokens', 'tokens']);
  const scale = g.float32('attention.scale', Float32Array.of(headDim ** -0.5), [1]);
  const scaled = g.node('Mul', 'query.scaled', [q, scale]);
  const keys = g.node('Transpose', 'key.transposed', [k], { perm: [0, 1, 3, 2] });
  const scores = g.node('Add', 'attention.scores', [
    g.node('MatMul', 'attention.products', [scaled, keys]),
    mask,
  ]);
  g.node('MatMul', 'attention.mixed', [g.node('Softmax', softmax, [scores], { axis: -1 }), v]);
}

/** Hands out (batch, heads, T, T) weights, or their head mean, or chosen rows of either. */
function attentionOutput(
  g: GraphBuilder,
  { heads }: NeoXConfig,
  request: AttentionCapture,
  softmax: string,
): void {
  const perHead: Dim[] = request.heads === 'all' ? [heads] : [];
  if (request.rows === 'all') {
    if (request.heads === 'mean') headMean(g, softmax, 'attention');
    g.output('attention', 'float32', ['batch', ...perHead, 'tokens', 'tokens']);
    return;
  }
  const rowsFirst =
    request.heads === 'mean'
      ? headMean(g, softmax, 'attention.head_mean')
      : g.node('Transpose', 'attention.rows_first', [softmax], { perm: [0, 2, 1, 3] });
  const rows = g.input('rows', 'int64', ['batch', 'chosen', 1]);
  g.node('GatherND', 'attention', [rowsFirst, rows], { batch_dims: 1 });
  g.output('attention', 'float32', ['batch', 'chosen', ...perHead, 'tokens']);
}

function headMean(g: GraphBuilder, weights: string, name: string): string {
  return g.node('ReduceMean', name, [weights, g.int64('attention.head_axis', [1])], { keepdims: 0 });
}

function mlp(g: GraphBuilder, config: NeoXConfig, normed: string, weights: Weights): string {
  const rows = reshape(g, 'mlp.rows', normed, [-1, config.hidden]);
  const wide = linear(g, 'mlp.dense_h_to_4h', rows, weights);
  const active = ACTIVATIONS[config.activation](g, 'mlp', wide);
  return likeInput(g, 'mlp.out', linear(g, 'mlp.dense_4h_to_h', active, weights));
}
