import type { AttributeValue, Attributes, DataType, Initializer, ModelRecord, NodeRecord, ValueInfo } from '../onnx/modelProto.ts';
import { attributeFloat, attributeInt, shapeRules } from './opRules.ts';
import type { OpType } from './opType.ts';
import { sameShape, type GraphNode, type Value } from './value.ts';

const int = (value: number): AttributeValue => ({ int: value });

/** A product that neither transposes nor scales is ONNX's own MatMul; any other is onnxruntime's FusedMatMul. */
function operatorOf({ op, attributes }: GraphNode) {
  if (op !== 'MatMul') return { opType: op as string, domain: '', attributes };
  const plain = !attributeInt(attributes, 'transA') && !attributeInt(attributes, 'transB') && attributeFloat(attributes, 'alpha', 1) === 1;
  return plain ? { opType: 'MatMul', domain: '', attributes: {} } : { opType: 'FusedMatMul', domain: 'com.microsoft', attributes };
}

/** Builds a graph of ONNX operators whose shapes are inferred and checked as each node is added. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly inputs: Value[] = [];
  readonly #outputs: { readonly value: Value; readonly name: string }[] = [];
  readonly #initializers: Initializer[] = [];
  readonly #constants = new Map<string, Value>();
  readonly #fusedMatMul: boolean;
  #count = 0;

  /** `fusedMatMul`: products may transpose and scale in one operator. WebGPU lacks it, and would compute it on the CPU. */
  constructor({ fusedMatMul = true }: { fusedMatMul?: boolean } = {}) {
    this.#fusedMatMul = fusedMatMul;
  }

  #name(prefix: string): string {
    return `${prefix}_${this.#count++}`;
  }

  /** Adds a node of any op; the methods below are the readable way to call it. */
  emit(op: OpType, inputs: readonly (Value | null)[], attributes: Attributes = {}): Value[] {
    const outputs = shapeRules[op](inputs, attributes, op).map((type) => ({ ...type, name: this.#name(op) }));
    this.nodes.push({ op, inputs, outputs, attributes });
    return outputs;
  }

  #one(op: OpType, inputs: readonly (Value | null)[], attributes: Attributes = {}): Value {
    return this.emit(op, inputs, attributes)[0];
  }

  input(name: string, shape: readonly number[], dataType: DataType = 'float32'): Value {
    const value = { name, shape, dataType };
    this.inputs.push(value);
    return value;
  }

  output(value: Value, name: string): void {
    this.#outputs.push({ value, name });
  }

  #initializer(shape: readonly number[], dataType: DataType, array: Float32Array | BigInt64Array | Int32Array): string {
    const name = this.#name('constant');
    this.#initializers.push({ name, shape, dataType, raw: new Uint8Array(array.buffer, array.byteOffset, array.byteLength) });
    return name;
  }

  /** A float32 constant; a number makes a scalar. Scalars are shared. */
  constant(data: number | Float32Array, shape: readonly number[] = []): Value {
    const create = (): Value => ({ name: this.#initializer(shape, 'float32', typeof data === 'number' ? Float32Array.of(data) : data), shape, dataType: 'float32' });
    return typeof data === 'number' ? this.#shared(`f ${data}`, create) : create();
  }

  /** An int64 vector whose elements shape rules can read. Shared. */
  integers(values: readonly number[]): Value {
    const shape = [values.length];
    return this.#shared(`i ${values.join(' ')}`, () => ({
      name: this.#initializer(shape, 'int64', BigInt64Array.from(values, BigInt)), shape, dataType: 'int64', constant: values,
    }));
  }

  /** An int32 tensor, for index arithmetic that GPUs do natively. */
  indices(values: Int32Array, shape: readonly number[]): Value {
    return { name: this.#initializer(shape, 'int32', values), shape, dataType: 'int32' };
  }

  #shared(key: string, create: () => Value): Value {
    const value = this.#constants.get(key) ?? create();
    this.#constants.set(key, value);
    return value;
  }

  add(a: Value, b: Value): Value { return this.#one('Add', [a, b]); }
  sub(a: Value, b: Value): Value { return this.#one('Sub', [a, b]); }
  mul(a: Value, b: Value): Value { return this.#one('Mul', [a, b]); }
  div(a: Value, b: Value): Value { return this.#one('Div', [a, b]); }
  scale(a: Value, factor: number): Value { return factor === 1 ? a : this.mul(a, this.constant(factor)); }
  shift(a: Value, term: number): Value { return this.add(a, this.constant(term)); }
  neg(x: Value): Value { return this.#one('Neg', [x]); }
  exp(x: Value): Value { return this.#one('Exp', [x]); }
  log(x: Value): Value { return this.#one('Log', [x]); }
  sqrt(x: Value): Value { return this.#one('Sqrt', [x]); }
  erf(x: Value): Value { return this.#one('Erf', [x]); }
  relu(x: Value): Value { return this.#one('Relu', [x]); }
  /** Exact (erf) GELU. */
  gelu(x: Value): Value { return this.#one('Gelu', [x]); }
  identity(x: Value): Value { return this.#one('Identity', [x]); }
  /** Over the last axis. */
  softmax(x: Value): Value { return this.#one('Softmax', [x], { axis: int(-1) }); }
  toInt32(x: Value): Value { return this.#one('Cast', [x], { to: int(6) }); }
  toInt64(x: Value): Value { return this.#one('Cast', [x], { to: int(7) }); }

  /** alpha op(a) op(b) over the last two axes, batch axes broadcast. */
  matmul(a: Value, b: Value, options: { transA?: boolean; transB?: boolean; alpha?: number } = {}): Value {
    if (!this.#fusedMatMul && (options.transA || options.transB || (options.alpha ?? 1) !== 1)) {
      const product = this.matmul(options.transA ? this.#swapped(a) : a, options.transB ? this.#swapped(b) : b);
      return this.scale(product, options.alpha ?? 1);
    }
    return this.#one('MatMul', [a, b], {
      transA: int(options.transA ? 1 : 0), transB: int(options.transB ? 1 : 0), alpha: { float: options.alpha ?? 1 },
    });
  }

  /** The last two axes exchanged. */
  #swapped(x: Value): Value {
    const axes = x.shape.map((_, axis) => axis);
    return this.transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
  }

  /** op(a) op(b) + bias, for matrices; bias [columns]. */
  gemm(a: Value, b: Value, bias: Value | null, options: { transA?: boolean; transB?: boolean } = {}): Value {
    return this.#one('Gemm', bias ? [a, b, bias] : [a, b], { transA: int(options.transA ? 1 : 0), transB: int(options.transB ? 1 : 0) });
  }

  /** Over the last axis; also gives mean and inverse standard deviation. */
  layerNormalization(x: Value, weight: Value, bias: Value, epsilon: number): Value {
    return this.#one('LayerNormalization', [x, weight, bias], { axis: int(-1), epsilon: { float: epsilon } });
  }

  reduceSum(x: Value, axes: readonly number[], keepDimensions = true): Value { return this.#one('ReduceSum', [x, this.integers(axes)], { keepdims: int(keepDimensions ? 1 : 0) }); }
  reduceMean(x: Value, axes: readonly number[], keepDimensions = true): Value { return this.#one('ReduceMean', [x, this.integers(axes)], { keepdims: int(keepDimensions ? 1 : 0) }); }
  reduceMax(x: Value, axes: readonly number[]): Value { return this.#one('ReduceMax', [x, this.integers(axes)], { keepdims: int(1) }); }

  reshape(x: Value, shape: readonly number[]): Value {
    return sameShape(x.shape, shape) ? x : this.#one('Reshape', [x, this.integers(shape)]);
  }
  transpose(x: Value, permutation: readonly number[]): Value { return this.#one('Transpose', [x], { perm: { ints: permutation } }); }
  expand(x: Value, shape: readonly number[]): Value {
    return sameShape(x.shape, shape) ? x : this.#one('Expand', [x, this.integers(shape)]);
  }
  /** x[..., start:end, ...] along one axis. */
  slice(x: Value, axis: number, start: number, end: number): Value {
    return start === 0 && end === x.shape[axis] ? x : this.#one('Slice', [x, this.integers([start]), this.integers([end]), this.integers([axis])]);
  }
  /** Zeros before and after, `pads` = begins then ends, one an axis. */
  pad(x: Value, pads: readonly number[]): Value { return this.#one('Pad', [x, this.integers(pads)]); }
  concat(values: readonly Value[], axis: number): Value { return values.length === 1 ? values[0] : this.#one('Concat', values, { axis: int(axis) }); }
  /** Rows of `data` [N, ...] at `indices` [k] -> [k, ...]. */
  gather(data: Value, indices: Value): Value { return this.#one('Gather', [data, indices], { axis: int(0) }); }
  /** `data` [N, ...] with `updates` [k, ...] added at rows `indices` int64 [k, 1]. */
  scatterAdd(data: Value, indices: Value, updates: Value): Value { return this.#one('ScatterND', [data, indices, updates], { reduction: { text: 'add' } }); }
  /** Elements of `data` at `indices` along one axis; both have the same shape but for that axis. */
  gatherElements(data: Value, indices: Value, axis: number): Value { return this.#one('GatherElements', [data, indices], { axis: int(axis) }); }
  /** `data` with `updates` added at `indices` along one axis. */
  scatterElementsAdd(data: Value, indices: Value, updates: Value, axis: number): Value { return this.#one('ScatterElements', [data, indices, updates], { axis: int(axis), reduction: { text: 'add' } }); }
  /** The largest `count` along the last axis and their places. */
  topK(x: Value, count: number): { values: Value; indices: Value } {
    const [values, indices] = this.emit('TopK', [x, this.integers([count])], { axis: int(-1), largest: int(1), sorted: int(1) });
    return { values: values, indices: indices };
  }

  zeros(shape: readonly number[]): Value { return this.expand(this.constant(0), shape); }

  /** The finished model. Only nodes that an output depends on are kept; output names are the model's own. */
  build(name: string): ModelRecord {
    const needed = new Set(this.#outputs.map(({ value }) => value.name));
    const kept: GraphNode[] = [];
    for (const node of this.nodes.toReversed()) {
      if (!node.outputs.some((output) => needed.has(output.name))) continue;
      kept.push(node);
      for (const value of node.inputs) if (value) needed.add(value.name);
    }
    const renamed = new Map<string, string>();
    const copies: NodeRecord[] = [];
    const computed = new Set(kept.flatMap((node) => node.outputs.map((value) => value.name)));
    for (const { value, name: output } of this.#outputs) {
      if (computed.has(value.name) && !renamed.has(value.name)) renamed.set(value.name, output);
      else copies.push({ opType: 'Identity', domain: '', inputs: [renamed.get(value.name) ?? value.name], outputs: [output], attributes: {} });
    }
    const nameOf = (value: Value) => renamed.get(value.name) ?? value.name;
    const nodes = kept.toReversed().map((node): NodeRecord => ({
      ...operatorOf(node),
      inputs: node.inputs.map((value) => (value ? nameOf(value) : '')),
      outputs: node.outputs.map((value, index) => (index === 0 || needed.has(value.name) ? nameOf(value) : '')),
    }));
    const info = ({ name: valueName, dataType, shape }: Value): ValueInfo => ({ name: valueName, dataType, shape });
    return {
      name,
      nodes: [...nodes, ...copies],
      initializers: this.#initializers.filter((initializer) => needed.has(initializer.name)),
      inputs: this.inputs.map(info),
      outputs: this.#outputs.map(({ value, name: output }) => info({ ...value, name: output })),
    };
  }
}
