/**
 * The ONNX messages that a graph written in memory needs, as a protobuf descriptor.
 * Field numbers are those of the ONNX specification (onnx.proto, IR version 11).
 */
import protobuf from 'protobufjs/light.js';

type Field = [type: string, id: number, rule?: 'repeated'];

/** Tensor element types, numbered as TensorProto.DataType. */
export const ELEMENT_TYPE = { float32: 1, int64: 7, float16: 10, float64: 11 } as const;
export type ElementType = keyof typeof ELEMENT_TYPE;

/** Attribute types, numbered as AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 } as const;

const MESSAGES: Record<string, Record<string, Field>> = {
  ModelProto: {
    irVersion: ['int64', 1],
    producerName: ['string', 2],
    graph: ['GraphProto', 7],
    opsetImport: ['OperatorSetIdProto', 8, 'repeated'],
  },
  OperatorSetIdProto: { domain: ['string', 1], version: ['int64', 2] },
  GraphProto: {
    node: ['NodeProto', 1, 'repeated'],
    name: ['string', 2],
    initializer: ['TensorProto', 5, 'repeated'],
    input: ['ValueInfoProto', 11, 'repeated'],
    output: ['ValueInfoProto', 12, 'repeated'],
  },
  NodeProto: {
    input: ['string', 1, 'repeated'],
    output: ['string', 2, 'repeated'],
    name: ['string', 3],
    opType: ['string', 4],
    attribute: ['AttributeProto', 5, 'repeated'],
  },
  AttributeProto: {
    name: ['string', 1],
    f: ['float', 2],
    i: ['int64', 3],
    s: ['bytes', 4],
    ints: ['int64', 8, 'repeated'],
    type: ['int32', 20],
  },
  TensorProto: {
    dims: ['int64', 1, 'repeated'],
    dataType: ['int32', 2],
    name: ['string', 8],
    rawData: ['bytes', 9],
  },
  ValueInfoProto: { name: ['string', 1], type: ['TypeProto', 2] },
  TypeProto: { tensorType: ['TensorTypeProto', 1] },
  TensorTypeProto: { elemType: ['int32', 1], shape: ['TensorShapeProto', 2] },
  TensorShapeProto: { dim: ['DimensionProto', 1, 'repeated'] },
  DimensionProto: { dimValue: ['int64', 1], dimParam: ['string', 2] },
};

function messageType(fields: Record<string, Field>): protobuf.IType {
  const entries = Object.entries(fields).map(([name, [type, id, rule]]) => [name, { type, id, rule }]);
  return { fields: Object.fromEntries(entries) };
}

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(Object.entries(MESSAGES).map(([name, fields]) => [name, messageType(fields)])),
});
const ModelProto = root.lookupType('ModelProto');

/** Encodes a ModelProto given as a plain object with the field names above. Throws on a field of a wrong type. */
export function encodeModel(model: Record<string, unknown>): Uint8Array {
  const problem = ModelProto.verify(model);
  if (problem) throw new Error(`the ONNX model does not fit its message: ${problem}`);
  return ModelProto.encode(model).finish();
}
