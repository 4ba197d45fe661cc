import { ATTRIBUTE_TYPE, ELEMENT_TYPE, type ElementType, encodeModel } from './messages.ts';

/** The first opset with Attention and RotaryEmbedding, and the IR version it came with. */
const OPSET = 23;
const IR_VERSION = 11;

/** A number is a fixed dimension, a string names one that is known only when the graph runs. */
export type Dim = number | string;
/** A whole number is an INT; write a FLOAT as `{ float: 1e-5 }`. */
export type Attribute = number | number[] | string | { float: number };

function attributeProto(name: string, value: Attribute): Record<string, unknown> {
  if (typeof value === 'number') return { name, type: ATTRIBUTE_TYPE.int, i: value };
  if (typeof value === 'string') return { name, type: ATTRIBUTE_TYPE.string, s: Buffer.from(value) };
  if (Array.isArray(value)) return { name, type: ATTRIBUTE_TYPE.ints, ints: value };
  return { name, type: ATTRIBUTE_TYPE.float, f: value.float };
}

function valueInfo(name: string, type: ElementType, dims: Dim[]): Record<string, unknown> {
  const dim = dims.map((d) => (typeof d === 'number' ? { dimValue: d } : { dimParam: d }));
  return { name, type: { tensorType: { elemType: ELEMENT_TYPE[type], shape: { dim } } } };
}

/** Writes one ONNX graph node by node; values are referred to by name. */
export class GraphBuilder {
  private readonly nodes: Record<string, unknown>[] = [];
  private readonly inputs: Record<string, unknown>[] = [];
  private readonly outputs: Record<string, unknown>[] = [];
  private readonly initializers: Record<string, unknown>[] = [];

  /** Declares an input and returns its name. */
  input(name: string, type: ElementType, dims: Dim[]): string {
    this.inputs.push(valueInfo(name, type, dims));
    return name;
  }

  /** Stores a float32 tensor in the graph and returns its name. */
  float32(name: string, data: Float32Array, dims: number[]): string {
    return this.initializer(name, 'float32', data, dims);
  }

  /** Stores a 1-D int64 tensor (a shape, a list of axes) in the graph and returns its name. */
  int64(name: string, values: number[]): string {
    return this.initializer(name, 'int64', BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Adds a node with one output, which is named after it; an empty input name leaves that input out. */
  node(opType: string, name: string, inputs: string[], attributes: Record<string, Attribute> = {}): string {
    return this.nodeWithOutputs(opType, inputs, [name], attributes)[0];
  }

  /** Adds a node with several outputs; an empty output name leaves that output out. */
  nodeWithOutputs(
    opType: string,
    inputs: string[],
    outputs: string[],
    attributes: Record<string, Attribute> = {},
  ): string[] {
    const attribute = Object.entries(attributes).map(([key, value]) => attributeProto(key, value));
    this.nodes.push({ opType, name: outputs.find(Boolean), input: inputs, output: outputs, attribute });
    return outputs;
  }

  /** Marks a value as an output of the graph. */
  output(name: string, type: ElementType, dims: Dim[]): void {
    this.outputs.push(valueInfo(name, type, dims));
  }

  /** The whole model as the bytes of an ONNX file. */
  encode(name: string): Uint8Array {
    return encodeModel({
      irVersion: IR_VERSION,
      producerName: 'llmgeo',
      opsetImport: [{ domain: '', version: OPSET }],
      graph: {
        name,
        node: this.nodes,
        initializer: this.initializers,
        input: this.inputs,
        output: this.outputs,
      },
    });
  }

  private initializer(name: string, type: ElementType, data: ArrayBufferView, dims: number[]): string {
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.initializers.push({ name, dims, dataType: ELEMENT_TYPE[type], rawData });
    return name;
  }
}
