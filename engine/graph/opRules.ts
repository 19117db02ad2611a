import type { Attributes } from '../onnx/modelProto.ts';
import type { OpType } from './opType.ts';
import { elementCount, type TensorType, type Value } from './value.ts';

export class ShapeError extends Error {
  constructor(op: string, inputs: readonly (Value | null)[], reason: string) {
    super(`${op}(${inputs.map((value) => (value ? `${value.name}[${value.shape.join(',')}]` : '-')).join(', ')}): ${reason}`);
    this.name = 'ShapeError';
  }
}

type ShapeRule = (inputs: readonly (Value | null)[], attributes: Attributes, op: OpType) => TensorType[];

export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] | null {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return null;
    shape.push(x === 1 ? y : x);
  }
  return shape;
}

export const attributeInt = (attributes: Attributes, name: string, fallback = 0) => {
  const value = attributes[name];
  return value && 'int' in value ? value.int : fallback;
};

export const attributeFloat = (attributes: Attributes, name: string, fallback: number) => {
  const value = attributes[name];
  return value && 'float' in value ? value.float : fallback;
};

export const attributeInts = (attributes: Attributes, name: string): readonly number[] => {
  const value = attributes[name];
  return value && 'ints' in value ? value.ints : [];
};

const fail = (op: OpType, inputs: readonly (Value | null)[], reason: string): never => {
  throw new ShapeError(op, inputs, reason);
};

function constantOf(inputs: readonly (Value | null)[], index: number, op: OpType): readonly number[] {
  return inputs[index]?.constant ?? fail(op, inputs, `input ${index} must be an integer constant`);
}

const unary: ShapeRule = ([x]) => [{ dataType: x!.dataType, shape: x!.shape }];

const binary: ShapeRule = (inputs, _, op) => {
  const [a, b] = inputs as [Value, Value];
  if (a.dataType !== b.dataType) fail(op, inputs, `types differ: ${a.dataType}, ${b.dataType}`);
  return [{ dataType: a.dataType, shape: broadcastShapes(a.shape, b.shape) ?? fail(op, inputs, 'shapes do not broadcast') }];
};

const reduce: ShapeRule = (inputs, attributes, op) => {
  const x = inputs[0]!;
  const axes = constantOf(inputs, 1, op);
  const keep = attributeInt(attributes, 'keepdims', 1) === 1;
  const shape = x.shape.map((dimension, axis) => (axes.includes(axis) ? 1 : dimension)).filter((_, axis) => keep || !axes.includes(axis));
  return [{ dataType: x.dataType, shape }];
};

/** One shape rule an op. Every shape is static, so a wrong model fails where it is written, not where it runs. */
export const shapeRules: Record<OpType, ShapeRule> = {
  Add: binary, Sub: binary, Mul: binary, Div: binary,
  Neg: unary, Exp: unary, Log: unary, Sqrt: unary, Erf: unary, Relu: unary, Gelu: unary, Identity: unary, Softmax: unary,
  Cast: ([x], attributes) => [{ dataType: attributeInt(attributes, 'to') === 7 ? 'int64' : 'int32', shape: x!.shape }],
  MatMul: (inputs, attributes, op) => {
    const [a, b] = inputs as [Value, Value];
    if (a.shape.length < 2 || b.shape.length < 2) fail(op, inputs, 'needs matrices');
    const side = (value: Value, transposed: boolean) => (transposed ? [value.shape.at(-1)!, value.shape.at(-2)!] : [value.shape.at(-2)!, value.shape.at(-1)!]);
    const [rows, inner] = side(a, attributeInt(attributes, 'transA') === 1) as [number, number];
    const [innerB, columns] = side(b, attributeInt(attributes, 'transB') === 1) as [number, number];
    const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
    if (inner !== innerB || !batch) return fail(op, inputs, `inner sizes ${inner} and ${innerB}`);
    return [{ dataType: a.dataType, shape: [...batch, rows, columns] }];
  },
  Gemm: (inputs, attributes, op) => {
    const [a, b, c] = inputs as [Value, Value, Value | undefined];
    if (a.shape.length !== 2 || b.shape.length !== 2) fail(op, inputs, 'needs two matrices');
    const [rows, inner] = attributeInt(attributes, 'transA') ? [a.shape[1], a.shape[0]] : a.shape;
    const [innerB, columns] = attributeInt(attributes, 'transB') ? [b.shape[1], b.shape[0]] : b.shape;
    if (inner !== innerB) fail(op, inputs, `inner sizes ${inner} and ${innerB}`);
    if (c && (c.shape.length !== 1 || c.shape[0] !== columns)) fail(op, inputs, `bias must be [${columns}]`);
    return [{ dataType: a.dataType, shape: [rows, columns] }];
  },
  LayerNormalization: (inputs, _, op) => {
    const [x, scale, bias] = inputs as [Value, Value, Value];
    const width = x.shape.at(-1);
    if (scale.shape.length !== 1 || scale.shape[0] !== width || bias.shape[0] !== width) fail(op, inputs, `scale and bias must be [${width}]`);
    const statistics: TensorType = { dataType: x.dataType, shape: [...x.shape.slice(0, -1), 1] };
    return [{ dataType: x.dataType, shape: x.shape }, statistics, statistics];
  },
  ReduceSum: reduce, ReduceMean: reduce, ReduceMax: reduce,
  Reshape: (inputs, _, op) => {
    const shape = constantOf(inputs, 1, op);
    if (elementCount(shape) !== elementCount(inputs[0]!.shape)) fail(op, inputs, `cannot become [${shape.join(',')}]`);
    return [{ dataType: inputs[0]!.dataType, shape }];
  },
  Transpose: (inputs, attributes, op) => {
    const permutation = attributeInts(attributes, 'perm');
    if (permutation.length !== inputs[0]!.shape.length) fail(op, inputs, `permutation [${permutation.join(',')}]`);
    return [{ dataType: inputs[0]!.dataType, shape: permutation.map((axis) => inputs[0]!.shape[axis]) }];
  },
  Expand: (inputs, _, op) => {
    const shape = broadcastShapes(inputs[0]!.shape, constantOf(inputs, 1, op)) ?? fail(op, inputs, 'shapes do not broadcast');
    return [{ dataType: inputs[0]!.dataType, shape }];
  },
  Slice: (inputs, _, op) => {
    const [starts, ends, axes] = [1, 2, 3].map((index) => constantOf(inputs, index, op)) as [readonly number[], readonly number[], readonly number[]];
    const shape = [...inputs[0]!.shape];
    axes.forEach((axis, i) => {
      if (starts[i] < 0 || ends[i] > shape[axis] || starts[i] >= ends[i]) fail(op, inputs, `rows ${starts[i]}..${ends[i]} of axis ${axis}`);
      shape[axis] = ends[i] - starts[i];
    });
    return [{ dataType: inputs[0]!.dataType, shape }];
  },
  Pad: (inputs, _, op) => {
    const pads = constantOf(inputs, 1, op);
    const rank = inputs[0]!.shape.length;
    if (pads.length !== 2 * rank) fail(op, inputs, 'needs a begin and an end for each axis');
    return [{ dataType: inputs[0]!.dataType, shape: inputs[0]!.shape.map((dimension, axis) => dimension + pads[axis] + pads[rank + axis]) }];
  },
  Concat: (inputs, attributes, op) => {
    const axis = attributeInt(attributes, 'axis');
    const first = inputs[0]!;
    for (const value of inputs) {
      if (value!.shape.length !== first.shape.length || value!.shape.some((dimension, i) => i !== axis && dimension !== first.shape[i])) fail(op, inputs, `differ off axis ${axis}`);
    }
    const shape = first.shape.map((dimension, i) => (i === axis ? inputs.reduce((sum, value) => sum + value!.shape[axis], 0) : dimension));
    return [{ dataType: first.dataType, shape }];
  },
  Gather: (inputs, _, op) => {
    const [data, indices] = inputs as [Value, Value];
    if (indices.dataType === 'float32') fail(op, inputs, 'indices must be integers');
    return [{ dataType: data.dataType, shape: [...indices.shape, ...data.shape.slice(1)] }];
  },
  ScatterND: (inputs, _, op) => {
    const [data, indices, updates] = inputs as [Value, Value, Value];
    if (indices.shape.at(-1) !== 1 || updates.shape[0] !== indices.shape[0]) fail(op, inputs, 'takes one index a row of updates');
    return [{ dataType: data.dataType, shape: data.shape }];
  },
  GatherElements: (inputs, attributes, op) => {
    const [data, indices] = inputs as [Value, Value];
    const axis = attributeInt(attributes, 'axis');
    if (indices.dataType === 'float32') fail(op, inputs, 'indices must be integers');
    if (indices.shape.length !== data.shape.length || indices.shape.some((dimension, i) => i !== axis && dimension !== data.shape[i])) fail(op, inputs, `differ off axis ${axis}`);
    return [{ dataType: data.dataType, shape: indices.shape }];
  },
  ScatterElements: (inputs, attributes, op) => {
    const [data, indices, updates] = inputs as [Value, Value, Value];
    const axis = attributeInt(attributes, 'axis');
    if (updates.shape.some((dimension, i) => dimension !== indices.shape[i])) fail(op, inputs, 'takes one index an update');
    if (indices.shape.length !== data.shape.length || indices.shape.some((dimension, i) => i !== axis && dimension !== data.shape[i])) fail(op, inputs, `differ off axis ${axis}`);
    return [{ dataType: data.dataType, shape: data.shape }];
  },
  TopK: (inputs, _, op) => {
    const [count] = constantOf(inputs, 1, op) as [number];
    const shape = [...inputs[0]!.shape.slice(0, -1), count];
    if (count > inputs[0]!.shape.at(-1)!) fail(op, inputs, `cannot take ${count}`);
    return [{ dataType: inputs[0]!.dataType, shape }, { dataType: 'int64', shape }];
  },
};
