import type { GraphBuilder } from '../onnx/graph.ts';

/** Adds the nodes of an activation to a graph; `name` begins the name of its output. */
export type Activation = (g: GraphBuilder, name: string, input: string) => string;

const gelu =
  (approximate: 'none' | 'tanh'): Activation =>
  (g, name, input) =>
    g.node('Gelu', `${name}.gelu`, [input], { approximate });

/** x sigmoid(slope x). */
const gated =
  (slope: number): Activation =>
  (g, name, input) => {
    const scaled =
      slope === 1
        ? input
        : g.node('Mul', `${name}.scaled`, [input, g.float32(`${name}.slope`, Float32Array.of(slope), [1])]);
    return g.node('Mul', `${name}.gated`, [input, g.node('Sigmoid', `${name}.gate`, [scaled])]);
  };

const relu: Activation = (g, name, input) => g.node('Relu', `${name}.relu`, [input]);

/** `hidden_act` of config.json, by the names of Hugging Face transformers (its `activations.py`). */
export const ACTIVATIONS: Record<string, Activation> = {
  gelu: gelu('none'),
  gelu_python: gelu('none'),
  gelu_new: gelu('tanh'),
  gelu_fast: gelu('tanh'),
  gelu_accurate: gelu('tanh'),
  gelu_pytorch_tanh: gelu('tanh'),
  gelu_python_tanh: gelu('tanh'),
  quick_gelu: gated(1.702),
  silu: gated(1),
  swish: gated(1),
  relu,
};
