import type { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import type { OpType } from '../../../engine/graph/opType.ts';
import type { Value } from '../../../engine/graph/value.ts';

/** A small use of an op: shapes of the float inputs, values kept in a range where it is smooth, and the expression. */
export interface OpSample {
  readonly title: string;
  readonly shapes: readonly (readonly number[])[];
  /** Inputs are drawn from [low, high]; `apart` keeps them off zero by at least 0.2. */
  readonly range?: readonly [number, number];
  readonly apart?: boolean;
  readonly build: (g: GraphBuilder, inputs: readonly Value[]) => Value;
}

type Several<T> = readonly [T, ...T[]];
/** At least one, so that no op goes unchecked. */
export type Samples = Several<OpSample>;

const each = <A, B>([first, ...rest]: Several<A>, make: (one: A) => B): Several<B> => [make(first), ...rest.map(make)];
const offAndOn = (make: (flag: boolean) => Samples): Samples => [...make(false), ...make(true)];

const binary = (method: 'add' | 'sub' | 'mul' | 'div'): Samples => [
  { title: 'same shape', shapes: [[2, 3], [2, 3]], range: [0.5, 2], build: (g, [a, b]) => g[method](a, b) },
  { title: 'broadcast both ways', shapes: [[2, 1, 3], [4, 1]], range: [0.5, 2], build: (g, [a, b]) => g[method](a, b) },
  { title: 'broadcast left', shapes: [[3], [2, 3]], range: [0.5, 2], build: (g, [a, b]) => g[method](a, b) },
  { title: 'broadcast right, inner axis', shapes: [[2, 3, 2], [1, 3, 1]], range: [0.5, 2], build: (g, [a, b]) => g[method](a, b) },
  { title: 'scalar', shapes: [[2, 3], []], range: [0.5, 2], build: (g, [a, b]) => g[method](g[method](b, a), g.exp(b)) },
  { title: 'one input twice', shapes: [[3]], range: [0.5, 2], build: (g, [a]) => g.add(g[method](a, a), g.exp(a)) },
  { title: 'two ways from one input', shapes: [[3]], range: [0.5, 2], build: (g, [a]) => g[method](a, g.exp(a)) },
];
const unary = (method: 'neg' | 'exp' | 'log' | 'sqrt' | 'erf' | 'relu' | 'gelu' | 'identity' | 'softmax', range: readonly [number, number] = [-2, 2], apart = false): Samples => [
  { title: 'matrix', shapes: [[3, 4]], range, apart, build: (g, [x]) => g[method](x) },
  { title: 'three axes', shapes: [[2, 3, 2]], range, apart, build: (g, [x]) => g[method](x) },
];
const reductions = (method: 'reduceSum' | 'reduceMean') => offAndOn((keep) => each([[1], [2], [0, 2], [2, 1], [0, 1, 2]], (axes) => ({
  title: `axes ${axes.join(' ')}, keep ${keep}`, shapes: [[2, 3, 4]], build: (g: GraphBuilder, [x]: readonly Value[]) => g[method](g.mul(x, x), axes, keep),
})));
const rows = (g: GraphBuilder, values: readonly number[]) => g.indices(Int32Array.from(values), [values.length]);
/** Places along the middle axis of [2, 3, 2]. */
const places = (g: GraphBuilder) => g.indices(Int32Array.from([2, 0, 2, 1, 0, 0, 1, 2, 1, 1, 1, 0, 2, 2, 0, 1]), [2, 4, 2]);

/** Every op that has a gradient rule, or 'no gradient' where the table says that none flows. */
export const opSamples: Record<OpType, Samples | 'no gradient'> = {
  Add: binary('add'), Sub: binary('sub'), Mul: binary('mul'), Div: binary('div'),
  Neg: unary('neg'), Exp: unary('exp'), Log: unary('log', [0.5, 3]), Sqrt: unary('sqrt', [0.5, 3]), Erf: unary('erf'),
  Relu: unary('relu', [-2, 2], true), Gelu: unary('gelu'), Identity: unary('identity'), Cast: 'no gradient',
  MatMul: offAndOn((transA) => offAndOn((transB) => [
    {
      title: `batched, transA ${transA}, transB ${transB}`, shapes: [transA ? [2, 4, 3] : [2, 3, 4], transB ? [2, 5, 4] : [2, 4, 5]],
      build: (g, [a, b]) => g.matmul(a, b, { transA, transB, alpha: 0.7 }),
    },
    {
      title: `broadcast right side, transA ${transA}, transB ${transB}`, shapes: [transA ? [2, 4, 3] : [2, 3, 4], transB ? [5, 4] : [4, 5]],
      build: (g, [a, b]) => g.matmul(a, b, { transA, transB }),
    },
    {
      title: `broadcast left side, transA ${transA}, transB ${transB}`, shapes: [transA ? [4, 3] : [3, 4], transB ? [2, 5, 4] : [2, 4, 5]],
      build: (g, [a, b]) => g.matmul(a, b, { transA, transB, alpha: -1.5 }),
    },
    {
      title: `batches broadcast both ways, transA ${transA}, transB ${transB}`, shapes: [transA ? [2, 1, 4, 3] : [2, 1, 3, 4], transB ? [1, 3, 5, 4] : [1, 3, 4, 5]],
      build: (g, [a, b]) => g.matmul(a, b, { transA, transB, alpha: 0.7 }),
    },
    { title: `one input twice, transA ${transA}, transB ${transB}`, shapes: [[2, 3, 3]], build: (g, [x]) => g.matmul(x, x, { transA, transB, alpha: 0.7 }) },
  ])),
  Gemm: offAndOn((transA) => offAndOn((transB) => [
    {
      title: `transA ${transA}, transB ${transB}`, shapes: [transA ? [4, 3] : [3, 4], transB ? [5, 4] : [4, 5], [5]],
      build: (g, [a, b, c]) => g.gemm(a, b, c, { transA, transB }),
    },
    { title: `one input twice without bias, transA ${transA}, transB ${transB}`, shapes: [[3, 3]], build: (g, [x]) => g.gemm(x, x, null, { transA, transB }) },
  ])),
  Softmax: unary('softmax'),
  LayerNormalization: [{ title: 'three axes', shapes: [[2, 3, 5], [5], [5]], build: (g, [x, w, b]) => g.layerNormalization(x, w, b, 1e-5) }, { title: 'matrix, one value as weight and bias', shapes: [[3, 5], [5]], build: (g, [x, w]) => g.layerNormalization(x, w, w, 1e-5) }],
  ReduceSum: reductions('reduceSum'), ReduceMean: reductions('reduceMean'),
  ReduceMax: 'no gradient',
  Reshape: [{ title: 'merge axes', shapes: [[2, 3, 4]], build: (g, [x]) => g.reshape(x, [6, 4]) }, { title: 'new axes of one', shapes: [[2, 3]], build: (g, [x]) => g.reshape(x, [1, 3, 1, 2]) }],
  Transpose: [{ title: 'rotate axes', shapes: [[2, 3, 4]], build: (g, [x]) => g.transpose(x, [1, 2, 0]) }, { title: 'four axes, no inverse of itself', shapes: [[2, 3, 2, 2]], build: (g, [x]) => g.transpose(x, [2, 0, 3, 1]) }],
  Expand: [{ title: 'new and stretched axis', shapes: [[3, 1]], build: (g, [x]) => g.expand(x, [2, 3, 4]) }, { title: 'scalar', shapes: [[]], build: (g, [x]) => g.expand(x, [2, 3]) }, { title: 'inner axis', shapes: [[2, 1, 3]], build: (g, [x]) => g.expand(x, [2, 4, 3]) }],
  Slice: [{ title: 'inner axis', shapes: [[2, 5, 3]], build: (g, [x]) => g.slice(x, 1, 1, 4) }, { title: 'overlapping parts of outer axes', shapes: [[4, 4]], build: (g, [x]) => g.mul(g.slice(x, 0, 0, 3), g.slice(x, 0, 1, 4)) }, { title: 'last axis', shapes: [[2, 5]], build: (g, [x]) => g.slice(x, 1, 3, 5) }],
  Pad: [{ title: 'both ends', shapes: [[2, 3]], build: (g, [x]) => g.pad(x, [1, 0, 0, 2]) }, { title: 'an inner axis', shapes: [[2, 2, 2]], build: (g, [x]) => g.pad(x, [0, 2, 0, 0, 1, 0]) }],
  Concat: [{ title: 'three parts', shapes: [[2, 1], [2, 3], [2, 2]], build: (g, inputs) => g.concat(inputs, 1) }, { title: 'one input twice, first axis', shapes: [[2, 2], [1, 2]], build: (g, [a, b]) => g.concat([a, b, a], 0) }],
  Gather: [{ title: 'repeated rows', shapes: [[4, 3]], build: (g, [x]) => g.gather(x, rows(g, [2, 0, 2, 3])) }, { title: 'matrix of indices, wider rows', shapes: [[4, 2, 2]], build: (g, [x]) => g.gather(x, g.indices(Int32Array.of(3, 1, 1, 3, 0, 3), [2, 3])) }],
  ScatterND: [{ title: 'repeated rows add', shapes: [[4, 3], [3, 3]], build: (g, [x, u]) => g.scatterAdd(x, g.toInt64(g.reshape(rows(g, [1, 3, 1]), [3, 1])), u) }],
  GatherElements: [{ title: 'repeated places', shapes: [[2, 3, 2]], build: (g, [x]) => g.gatherElements(x, places(g), 1) }],
  ScatterElements: [{ title: 'repeated places add', shapes: [[2, 3, 2], [2, 4, 2]], build: (g, [x, u]) => g.scatterElementsAdd(x, places(g), u, 1) }],
  TopK: 'no gradient',
};
