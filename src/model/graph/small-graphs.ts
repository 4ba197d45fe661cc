/** Graphs around the blocks: what leads into the first, what follows the last, and products of states. */
import type { OutputLayer } from '../architecture.ts';
import { GraphBuilder } from '../onnx/graph.ts';
import { layerNorm, linear, type Weights } from './parts.ts';

/** `states` (T, hidden) float32 -> `gram` = H Hᵀ (T, T), multiplied and summed in float64. */
export function gramGraph(): Uint8Array {
  const g = new GraphBuilder();
  const states = g.node('Cast', 'float64', [g.input('states', 'float32', ['tokens', 'hidden'])], { to: 11 });
  g.node('Gemm', 'gram', [states, states], { transB: 1 });
  g.output('gram', 'float64', ['tokens', 'tokens']);
  return g.encode('gram');
}

/** `a` (m, hidden) and `b` (n, hidden) float32 -> `product` = a bᵀ (m, n), multiplied and summed in float64. */
export function productGraph(): Uint8Array {
  const g = new GraphBuilder();
  const [a, b] = ['a', 'b'].map((name) =>
    g.node('Cast', `${name}.float64`, [g.input(name, 'float32', [`rows_${name}`, 'hidden'])], { to: 11 }),
  );
  g.node('Gemm', 'product', [a, b], { transB: 1 });
  g.output('product', 'float64', ['rows_a', 'rows_b']);
  return g.encode('product');
}

/**
 * What stands before or after the blocks: `x` (rows, width) through a LayerNorm with scale `weight` and shift `bias`, as
 * far as it has them, then through `projection` (out, width); all float32.
 */
export function edgeGraph(width: number, { norm, projection }: OutputLayer): Uint8Array {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', ['rows', width]);
  const normed = norm === undefined ? x : edgeNorm(g, width, norm, x, projection ? 'normed' : 'y');
  if (projection) linear(g, 'y', normed, { 'y.weight': g.input('projection', 'float32', projection.shape) });
  g.output('y', 'float32', ['rows', projection?.shape[0] ?? width]);
  return g.encode('edge');
}

function edgeNorm(
  g: GraphBuilder,
  width: number,
  { weight, bias, epsilon }: NonNullable<OutputLayer['norm']>,
  x: string,
  output: string,
): string {
  const weights: Weights = {};
  if (weight) weights['norm.weight'] = g.input('weight', 'float32', weight.shape);
  if (bias) weights['norm.bias'] = g.input('bias', 'float32', bias.shape);
  return layerNorm(g, { name: 'norm', width, epsilon }, x, weights, output);
}
