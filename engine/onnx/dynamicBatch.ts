import type { Initializer, ModelRecord, NodeRecord, ValueInfo } from './modelProto.ts';

const integersOf = ({ raw }: Initializer) => Array.from(new BigInt64Array(raw.buffer, raw.byteOffset, raw.byteLength / 8), Number);

/** The shape operand of a node without the batch's size: Reshape takes what is left over, Expand keeps the operand's own. */
const freeDimension: Readonly<Record<string, number>> = { Reshape: -1, Expand: 1 };

/**
 * One model for any batch size from two that differ in nothing else. The sizes should be large primes, so that no other
 * number of the graph equals them.
 * @throws RangeError where the graph depends on the batch's size in another way than through one dimension of a shape
 */
export function withDynamicBatch(a: ModelRecord, b: ModelRecord, name = 'batch'): ModelRecord {
  const [first, second] = [a, b].map(({ initializers }) => new Map(initializers.map((initializer) => [initializer.name, initializer]))) as [Map<string, Initializer>, Map<string, Initializer>];
  const added = new Map<string, Initializer>();
  const differs = (operand: string) => first.has(operand) && Buffer.compare(first.get(operand)!.raw, second.get(operand)!.raw) !== 0;

  const freed = (operand: string, { opType }: NodeRecord, index: number): string => {
    if (!differs(operand)) return operand;
    const other = integersOf(second.get(operand)!);
    const own = integersOf(first.get(operand)!);
    const changed = own.flatMap((size, axis) => (size === other[axis] ? [] : [axis]));
    if (index !== 1 || !(opType in freeDimension) || changed.length !== 1) throw new RangeError(`${opType} depends on the batch's size in a way that cannot be freed: [${own.join(', ')}]`);
    const shape = own.map((size, axis) => (axis === changed[0] ? freeDimension[opType] : size));
    const key = `${opType}_${shape.join('_')}`;
    added.set(key, { name: key, dataType: 'int64', shape: [shape.length], raw: new Uint8Array(BigInt64Array.from(shape, BigInt).buffer) });
    return key;
  };

  const nodes = a.nodes.map((node) => ({ ...node, inputs: node.inputs.map((operand, index) => freed(operand, node, index)) }));
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const freeInfo = (info: ValueInfo, other: ValueInfo): ValueInfo => ({ ...info, shape: info.shape.map((size, axis) => (size === other.shape[axis] ? size : name)) });
  return {
    ...a,
    nodes,
    initializers: [...a.initializers.filter((initializer) => used.has(initializer.name)), ...added.values()],
    inputs: a.inputs.map((info, index) => freeInfo(info, b.inputs[index])),
    outputs: a.outputs.map((info, index) => freeInfo(info, b.outputs[index])),
  };
}
