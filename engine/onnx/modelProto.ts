import protobuf from 'protobufjs/light.js';

export type DataType = 'float32' | 'int64' | 'int32' | 'bool';

/** Element type numbers of `TensorProto.DataType` (onnx.proto). */
const elementTypes: Record<DataType, number> = { float32: 1, int32: 6, int64: 7, bool: 9 };

export type AttributeValue = { readonly int: number } | { readonly float: number } | { readonly ints: readonly number[] } | { readonly text: string };
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface ValueInfo {
  readonly name: string;
  readonly dataType: DataType;
  /** A name stands for a dimension that may be of any size. */
  readonly shape: readonly (number | string)[];
}

export interface Initializer extends ValueInfo {
  readonly shape: readonly number[];
  /** Little-endian elements, as ONNX stores them. */
  readonly raw: Uint8Array;
}

export interface NodeRecord {
  readonly opType: string;
  readonly domain: string;
  /** '' stands for an absent optional input or output. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export interface ModelRecord {
  readonly name: string;
  readonly nodes: readonly NodeRecord[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** For people and programs that are given the file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The part of onnx.proto that training graphs use: message -> field -> [number, type, repeated]. */
const messages: Record<string, Record<string, readonly [number, string, 'repeated'?]>> = {
  AttributeProto: { name: [1, 'string'], f: [2, 'float'], i: [3, 'int64'], s: [4, 'bytes'], ints: [8, 'int64', 'repeated'], type: [20, 'int32'] },
  ValueInfoProto: { name: [1, 'string'], type: [2, 'TypeProto'] },
  NodeProto: {
    input: [1, 'string', 'repeated'], output: [2, 'string', 'repeated'], name: [3, 'string'], opType: [4, 'string'],
    attribute: [5, 'AttributeProto', 'repeated'], domain: [7, 'string'],
  },
  ModelProto: { irVersion: [1, 'int64'], producerName: [2, 'string'], graph: [7, 'GraphProto'], opsetImport: [8, 'OperatorSetIdProto', 'repeated'], metadataProps: [14, 'StringStringEntryProto', 'repeated'] },
  StringStringEntryProto: { key: [1, 'string'], value: [2, 'string'] },
  OperatorSetIdProto: { domain: [1, 'string'], version: [2, 'int64'] },
  GraphProto: {
    node: [1, 'NodeProto', 'repeated'], name: [2, 'string'], initializer: [5, 'TensorProto', 'repeated'],
    input: [11, 'ValueInfoProto', 'repeated'], output: [12, 'ValueInfoProto', 'repeated'],
  },
  TensorProto: { dims: [1, 'int64', 'repeated'], dataType: [2, 'int32'], name: [8, 'string'], rawData: [9, 'bytes'] },
  TypeProto: { tensorType: [1, 'TensorTypeProto'] },
  TensorTypeProto: { elemType: [1, 'int32'], shape: [2, 'TensorShapeProto'] },
  TensorShapeProto: { dim: [1, 'DimensionProto', 'repeated'] },
  DimensionProto: { dimValue: [1, 'int64'], dimParam: [2, 'string'] },
};

function defineMessages(): protobuf.Root {
  const root = new protobuf.Root();
  for (const [name, fields] of Object.entries(messages)) {
    const type = new protobuf.Type(name);
    for (const [field, [id, kind, rule]] of Object.entries(fields)) type.add(new protobuf.Field(field, id, kind, rule));
    root.add(type);
  }
  root.resolveAll();
  return root;
}

const encodeAttribute = ([name, value]: [string, AttributeValue]) => {
  if ('int' in value) return { name, type: 2, i: value.int };
  if ('float' in value) return { name, type: 1, f: value.float };
  if ('ints' in value) return { name, type: 7, ints: value.ints };
  return { name, type: 3, s: new TextEncoder().encode(value.text) };
};

const encodeValueInfo = ({ name, dataType, shape }: ValueInfo) => ({
  name,
  type: { tensorType: { elemType: elementTypes[dataType], shape: { dim: shape.map((dimension) => (typeof dimension === 'string' ? { dimParam: dimension } : { dimValue: dimension })) } } },
});

/** Serialises a ModelProto: IR version 8, opset 20 and, where they are used, onnxruntime's com.microsoft operators. */
export function encodeModel(model: ModelRecord): Uint8Array {
  const ModelProto = defineMessages().lookupType('ModelProto');
  return ModelProto.encode({
    irVersion: 8,
    producerName: 'sticker-lab',
    opsetImport: [...new Set(['', ...model.nodes.map(({ domain }) => domain)])].map((domain) => ({ domain, version: domain === '' ? 20 : 1 })),
    metadataProps: Object.entries(model.metadata ?? {}).map(([key, value]) => ({ key, value })),
    graph: {
      name: model.name,
      node: model.nodes.map((node, index) => ({
        name: `${node.opType}_${index}`,
        opType: node.opType,
        domain: node.domain,
        input: node.inputs,
        output: node.outputs,
        attribute: Object.entries(node.attributes).map(encodeAttribute),
      })),
      initializer: model.initializers.map(({ name, dataType, shape, raw }) => ({
        name, dims: shape, dataType: elementTypes[dataType], rawData: raw,
      })),
      input: model.inputs.map(encodeValueInfo),
      output: model.outputs.map(encodeValueInfo),
    },
  }).finish();
}
