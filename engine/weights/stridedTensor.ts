import { countElements } from './elements.ts';
import type { NamedTensor } from './namedTensor.ts';
import type { PickledTensor } from './pickledValues.ts';

/** Why the tensor cannot be a part of its storage; null where it can. */
export function misfit({ storage, offset, shape, strides }: PickledTensor): string | null {
  const count = countElements(shape);
  if (count === 0) return null;
  const last = shape.reduce((sum, dimension, axis) => sum + (dimension - 1) * strides[axis], offset);
  if (last < storage.elements && count <= storage.elements) return null;
  return `its shape [${shape.join(', ')}] with strides [${strides.join(', ')}] from ${offset} needs more than the ${storage.elements} numbers there are`;
}

/** Whether the numbers lie in row-major order without gaps. */
export function isContiguous({ shape, strides }: PickledTensor): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis];
  }
  return true;
}

function copyRowMajor<T>(target: { [index: number]: T }, source: { readonly [index: number]: T }, count: number, { offset, shape, strides }: PickledTensor): void {
  const index = shape.map(() => 0);
  let from = offset;
  for (let to = 0; to < count; to++) {
    target[to] = source[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++;
      from += strides[axis];
      if (index[axis] < shape[axis]) break;
      from -= index[axis] * strides[axis];
      index[axis] = 0;
    }
  }
}

/** The tensor's numbers in row-major order, from its storage's: a view where they lie so, a copy otherwise. No misfits. */
export function takeTensor(tensor: PickledTensor, storage: NamedTensor['data']): NamedTensor {
  const { offset, shape } = tensor;
  const count = countElements(shape);
  if (count === 0) return { shape, data: storage.subarray(0, 0) };
  if (isContiguous(tensor)) return { shape, data: storage.subarray(offset, offset + count) };
  const data = storage.slice(0, count);
  copyRowMajor<number | bigint>(data, storage, count, tensor);
  return { shape, data };
}
