import type { Attributes, DataType } from '../onnx/modelProto.ts';
import type { OpType } from './opType.ts';

export interface TensorType {
  readonly dataType: DataType;
  readonly shape: readonly number[];
}

/** One edge of the graph: a tensor of known type and static shape. */
export interface Value extends TensorType {
  readonly name: string;
  /** The elements of a small integer constant, which shape rules of Reshape, Slice, Expand... read. */
  readonly constant?: readonly number[];
}

export interface GraphNode {
  readonly op: OpType;
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

export const elementCount = (shape: readonly number[]) => shape.reduce((product, dimension) => product * dimension, 1);

export const sameShape = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((dimension, i) => dimension === b[i]);
