/** Graphs that belong to no family: they have no weights of their own. */
import { GraphBuilder } from './onnx/graph.ts';

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

/** LayerNorm of `x` (rows, hidden) with scale `weight` and shift `bias`, all float32. */
export function normGraph(hidden: number, epsilon: number): Uint8Array {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', ['rows', hidden]);
  const inputs = [x, g.input('weight', 'float32', [hidden]), g.input('bias', 'float32', [hidden])];
  g.node('LayerNormalization', 'y', inputs, { axis: -1, epsilon: { float: epsilon } });
  g.output('y', 'float32', ['rows', hidden]);
  return g.encode('final_norm');
}
