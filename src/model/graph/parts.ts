/** The parts of a block that the families share. Rows are (batch * T, width), the shape of a matrix product. */
import type { WeightType } from '../architecture.ts';
import type { GraphBuilder } from '../onnx/graph.ts';
import { ACTIVATIONS } from './activations.ts';

/** The weights of a block in its graph, by their names without the block's own prefix. */
export type Weights = Record<string, string>;

/** How a matrix lies in the checkpoint: (out, in) as PyTorch's Linear stores it, or (in, out) as GPT-2's Conv1D does. */
export type MatrixLayout = 'out-in' | 'in-out';

/** How wide the states are, and among how many heads they are shared out. */
export interface HeadShape {
  hidden: number;
  heads: number;
}

/** Declares what every block takes: its states `x`, their shape `x_shape`, and before the latter the positions if read. */
export function blockInputs(g: GraphBuilder, hidden: number, readsPositions: boolean): string {
  const x = g.input('x', 'float32', ['batch', 'tokens', hidden]);
  if (readsPositions) g.input('position_ids', 'int64', ['batch', 'tokens']);
  g.input('x_shape', 'int64', [3]);
  return x;
}

/** Declares the weights as inputs `w0`, `w1`, ... and casts those that come as float16. */
export function weightInputs(
  g: GraphBuilder,
  shapes: Record<string, number[]>,
  weightType: WeightType,
): Weights {
  const named = Object.entries(shapes).map(([name, shape], i) => {
    const input = g.input(`w${i}`, weightType, shape);
    return [name, weightType === 'float16' ? g.node('Cast', `${name}.float32`, [input], { to: 1 }) : input];
  });
  return Object.fromEntries(named);
}

/** What a LayerNorm is made of beside its input. */
export interface NormInputs {
  /** Begins the names of its weights; `width` ones stand in for a scale that is not there. */
  name: string;
  width: number;
  epsilon: number;
}

/** LayerNorm over the last axis; its output is called `output`, default as its weights. */
export function layerNorm(
  g: GraphBuilder,
  { name, width, epsilon }: NormInputs,
  input: string,
  weights: Weights,
  output = name,
): string {
  const scale =
    weights[`${name}.weight`] ?? g.float32(`${name}.ones`, new Float32Array(width).fill(1), [width]);
  const shift = weights[`${name}.bias`];
  const attributes = { axis: -1, epsilon: { float: epsilon } };
  return g.node(
    'LayerNormalization',
    output,
    [input, scale, ...(shift === undefined ? [] : [shift])],
    attributes,
  );
}

/** rows (batch * T, in) -> (batch * T, out), plus the bias where there is one. */
export function linear(
  g: GraphBuilder,
  name: string,
  rows: string,
  weights: Weights,
  layout: MatrixLayout = 'out-in',
): string {
  const inputs = [rows, weights[`${name}.weight`]];
  if (weights[`${name}.bias`]) inputs.push(weights[`${name}.bias`]);
  return g.node('Gemm', name, inputs, { transB: layout === 'out-in' ? 1 : 0 });
}

export function reshape(g: GraphBuilder, name: string, input: string, shape: number[]): string {
  return g.node('Reshape', name, [input, g.int64(`${name}.shape`, shape)]);
}

/** Puts (batch * T, hidden), or any other layout of as many values, into the shape of x. */
export function likeInput(g: GraphBuilder, name: string, input: string): string {
  return g.node('Reshape', name, [input, 'x_shape']);
}

/** (batch * T, hidden), or with the heads apart, -> (batch, heads, T, head_dim), called `name`. */
export function byHead(g: GraphBuilder, { hidden, heads }: HeadShape, part: string, name: string): string {
  const tokens = likeInput(g, `${part}.tokens`, part);
  const split = reshape(g, `${part}.split`, tokens, [0, 0, heads, hidden / heads]); // 0 keeps batch and T
  return g.node('Transpose', name, [split], { perm: [0, 2, 1, 3] });
}

/** What a block's two-layer perceptron is made of: names of its matrices, their layout, an activation between them. */
export interface MlpParts {
  hidden: number;
  up: string;
  down: string;
  /** A name of `ACTIVATIONS`. */
  activation: string;
  layout?: MatrixLayout;
}

/** (batch, T, hidden) -> the same shape. */
export function mlp(g: GraphBuilder, parts: MlpParts, input: string, weights: Weights): string {
  const rows = reshape(g, 'mlp.rows', input, [-1, parts.hidden]);
  const wide = linear(g, parts.up, rows, weights, parts.layout);
  const active = ACTIVATIONS[parts.activation](g, 'mlp', wide);
  return likeInput(g, 'mlp.out', linear(g, parts.down, active, weights, parts.layout));
}
