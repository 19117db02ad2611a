import type { GraphBuilder } from '../graph/graphBuilder.ts';
import { attributeFloat, attributeInt, attributeInts } from '../graph/opRules.ts';
import type { OpType } from '../graph/opType.ts';
import { elementCount, sameShape, type GraphNode, type Value } from '../graph/value.ts';

/** Given a node and the cotangent of its first output, the cotangents of its inputs; null where none flows. */
export type GradientRule = (g: GraphBuilder, cotangent: Value, node: GraphNode, needed: readonly boolean[]) => (Value | null)[];

/** Sums a broadcast cotangent back to the shape of the input it belongs to. */
export function unbroadcast(g: GraphBuilder, cotangent: Value, shape: readonly number[]): Value {
  if (sameShape(cotangent.shape, shape)) return cotangent;
  const lead = cotangent.shape.length - shape.length;
  const axes = cotangent.shape.map((_, axis) => axis).filter((axis) => axis < lead || (shape[axis - lead] === 1 && cotangent.shape[axis] !== 1));
  return g.reshape(axes.length ? g.reduceSum(cotangent, axes) : cotangent, shape);
}

const lastAxis = (x: Value) => x.shape.length - 1;
const x0 = (node: GraphNode) => node.inputs[0]!;
const y0 = (node: GraphNode) => node.outputs[0];

/** d GELU = Phi(x) + x phi(x), with the normal distribution's Phi and phi. */
const geluRule: GradientRule = (g, cotangent, node) => {
  const x = x0(node);
  const cdf = g.scale(g.shift(g.erf(g.scale(x, Math.SQRT1_2)), 1), 0.5);
  const pdf = g.scale(g.exp(g.scale(g.mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return [g.mul(cotangent, g.add(cdf, g.mul(x, pdf)))];
};

const softmaxRule: GradientRule = (g, cotangent, node) => {
  const y = y0(node);
  const weighted = g.mul(cotangent, y);
  return [g.sub(weighted, g.mul(y, g.reduceSum(weighted, [lastAxis(y)])))];
};

/** With h = (x - mean) inv and c = cotangent weight: dx = inv (c - mean(c) - h mean(c h)). */
const layerNormalizationRule: GradientRule = (g, cotangent, node) => {
  const [x, weight, bias] = node.inputs as [Value, Value, Value];
  const [, mean, inverse] = node.outputs as [Value, Value, Value];
  const normalized = g.mul(g.sub(x, mean), inverse);
  const c = g.mul(cotangent, weight);
  const axis = [lastAxis(x)];
  const centred = g.sub(g.sub(c, g.reduceMean(c, axis)), g.mul(normalized, g.reduceMean(g.mul(c, normalized), axis)));
  return [g.mul(centred, inverse), unbroadcast(g, g.mul(cotangent, normalized), weight.shape), unbroadcast(g, cotangent, bias.shape)];
};

/** Y = alpha op(A) op(B); the cotangents are products with the same transposes folded in. */
const matMulRule: GradientRule = (g, cotangent, node, needed) => {
  const [a, b] = node.inputs as [Value, Value];
  const transA = attributeInt(node.attributes, 'transA') === 1;
  const transB = attributeInt(node.attributes, 'transB') === 1;
  const alpha = attributeFloat(node.attributes, 'alpha', 1);
  const toA = () => (transA ? g.matmul(b, cotangent, { transA: transB, transB: true, alpha }) : g.matmul(cotangent, b, { transB: !transB, alpha }));
  const toB = () => (transB ? g.matmul(cotangent, a, { transA: true, transB: transA, alpha }) : g.matmul(a, cotangent, { transA: !transA, alpha }));
  return [needed[0] ? unbroadcast(g, toA(), a.shape) : null, needed[1] ? unbroadcast(g, toB(), b.shape) : null];
};

const gemmRule: GradientRule = (g, cotangent, node, needed) => {
  const [a, b, bias] = node.inputs as [Value, Value, Value | undefined];
  const transA = attributeInt(node.attributes, 'transA') === 1;
  const transB = attributeInt(node.attributes, 'transB') === 1;
  const toA = () => (transA ? g.gemm(b, cotangent, null, { transA: transB, transB: true }) : g.gemm(cotangent, b, null, { transB: !transB }));
  const toB = () => (transB ? g.gemm(cotangent, a, null, { transA: true, transB: transA }) : g.gemm(a, cotangent, null, { transA: !transA }));
  return [needed[0] ? toA() : null, needed[1] ? toB() : null, bias && needed[2] ? g.reduceSum(cotangent, [0], false) : null];
};

const reduceRule = (mean: boolean): GradientRule => (g, cotangent, node) => {
  const x = x0(node);
  const axes = node.inputs[1]!.constant!;
  const kept = g.reshape(cotangent, x.shape.map((dimension, axis) => (axes.includes(axis) ? 1 : dimension)));
  const scaled = mean ? g.scale(kept, elementCount(y0(node).shape) / elementCount(x.shape)) : kept;
  return [g.expand(scaled, x.shape)];
};

const sliceRule: GradientRule = (g, cotangent, node) => {
  const x = x0(node);
  const [starts, ends, axes] = node.inputs.slice(1).map((value) => value!.constant!) as [readonly number[], readonly number[], readonly number[]];
  const rank = x.shape.length;
  const pads = Array<number>(2 * rank).fill(0);
  axes.forEach((axis, i) => {
    pads[axis] = starts[i]!;
    pads[rank + axis] = x.shape[axis] - ends[i];
  });
  return [g.pad(cotangent, pads)];
};

const concatRule: GradientRule = (g, cotangent, node) => {
  const axis = attributeInt(node.attributes, 'axis');
  let start = 0;
  return node.inputs.map((value) => {
    const end = start + value!.shape[axis];
    const part = g.slice(cotangent, axis, start, end);
    start = end;
    return part;
  });
};

/**
 * One reverse rule an op. `null` says that no cotangent flows: index arithmetic, and the two places where the model stops
 * gradients on purpose (the maximum that only steadies a log-sum-exp, and key-token selection).
 */
export const gradientRules: Record<OpType, GradientRule | null> = {
  Add: (g, c, { inputs: [a, b] }, needed) => [needed[0] ? unbroadcast(g, c, a!.shape) : null, needed[1] ? unbroadcast(g, c, b!.shape) : null],
  Sub: (g, c, { inputs: [a, b] }, needed) => [needed[0] ? unbroadcast(g, c, a!.shape) : null, needed[1] ? unbroadcast(g, g.neg(c), b!.shape) : null],
  Mul: (g, c, { inputs: [a, b] }, needed) => [needed[0] ? unbroadcast(g, g.mul(c, b!), a!.shape) : null, needed[1] ? unbroadcast(g, g.mul(c, a!), b!.shape) : null],
  Div: (g, c, { inputs: [a, b], outputs: [y] }, needed) => [
    needed[0] ? unbroadcast(g, g.div(c, b!), a!.shape) : null,
    needed[1] ? unbroadcast(g, g.neg(g.div(g.mul(c, y), b!)), b!.shape) : null,
  ],
  Neg: (g, c) => [g.neg(c)],
  Exp: (g, c, node) => [g.mul(c, y0(node))],
  Log: (g, c, node) => [g.div(c, x0(node))],
  Sqrt: (g, c, node) => [g.div(g.scale(c, 0.5), y0(node))],
  Erf: (g, c, node) => [g.mul(c, g.scale(g.exp(g.neg(g.mul(x0(node), x0(node)))), 2 / Math.sqrt(Math.PI)))],
  // y / (y + tiny) is 1 where y > 0 and 0 where y = 0; WebGPU has no Sign.
  Relu: (g, c, node) => [g.mul(c, g.div(y0(node), g.shift(y0(node), 1e-30)))],
  Gelu: geluRule,
  Identity: (_, c) => [c],
  Cast: null,
  MatMul: matMulRule,
  Gemm: gemmRule,
  Softmax: softmaxRule,
  LayerNormalization: layerNormalizationRule,
  ReduceSum: reduceRule(false),
  ReduceMean: reduceRule(true),
  ReduceMax: null,
  Reshape: (g, c, node) => [g.reshape(c, x0(node).shape), null],
  Transpose: (g, c, node) => {
    const permutation = attributeInts(node.attributes, 'perm');
    return [g.transpose(c, permutation.map((_, axis) => permutation.indexOf(axis)))];
  },
  Expand: (g, c, node) => [unbroadcast(g, c, x0(node).shape), null],
  Slice: sliceRule,
  Pad: (g, c, node) => {
    const pads = node.inputs[1]!.constant!;
    return [x0(node).shape.reduce((part, dimension, axis) => g.slice(part, axis, pads[axis], pads[axis] + dimension), c), null];
  },
  Concat: concatRule,
  Gather: (g, c, { inputs: [data, indices] }) => {
    const count = elementCount(indices!.shape);
    const rows = g.reshape(g.toInt64(indices!), [count, 1]);
    return [g.scatterAdd(g.zeros(data!.shape), rows, g.reshape(c, [count, ...data!.shape.slice(1)])), null];
  },
  ScatterND: (g, c, { inputs: [, indices] }) => [c, null, g.gather(c, g.toInt32(g.reshape(indices!, [indices!.shape[0]])))],
  GatherElements: (g, c, { inputs: [data, indices], attributes }) => [g.scatterElementsAdd(g.zeros(data!.shape), indices!, c, attributeInt(attributes, 'axis')), null],
  ScatterElements: (g, c, { inputs: [, indices], attributes }) => [c, null, g.gatherElements(c, indices!, attributeInt(attributes, 'axis'))],
  TopK: null,
};
