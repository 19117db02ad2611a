import type { ElementType } from './elements.ts';
import { isKind, type Pickled, type PickledTensor, type Storage } from './pickledValues.ts';
import { PickleFault, requestFor } from './pickleFault.ts';

/** PyTorch's storage classes. A bool is a byte there. */
const storageTypes: ReadonlyMap<string, ElementType> = new Map([
  ['torch.FloatStorage', 'F32'], ['torch.HalfStorage', 'F16'], ['torch.BFloat16Storage', 'BF16'], ['torch.DoubleStorage', 'F64'],
  ['torch.LongStorage', 'I64'], ['torch.IntStorage', 'I32'], ['torch.ByteStorage', 'U8'], ['torch.BoolStorage', 'U8'],
]);

/** PyTorch's own limit. */
const mostDimensions = 64;

const isCount = (value: Pickled | undefined): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function countsOf(value: Pickled | undefined): readonly number[] {
  if (!Array.isArray(value) || value.length > mostDimensions || !value.every(isCount)) throw new PickleFault('a tensor in it has an impossible shape');
  return [...value];
}

function rebuildTensor([storage, offset, shape, strides]: readonly Pickled[]): PickledTensor {
  if (!isKind(storage, 'storage') || !isCount(offset)) throw new PickleFault('a tensor in it has no data');
  const tensor = { kind: 'tensor', storage, offset, shape: countsOf(shape), strides: countsOf(strides) } as const;
  if (tensor.shape.length !== tensor.strides.length) throw new PickleFault('a tensor in it has an impossible shape');
  return tensor;
}

function rebuildParameter([tensor]: readonly Pickled[]): PickledTensor {
  if (!isKind(tensor, 'tensor')) throw new PickleFault('a parameter in it is no tensor');
  return tensor;
}

/** Python 2 hands the items over here, Python 3 adds them afterwards. */
function orderedDictionary([items = []]: readonly Pickled[]): Map<Pickled, Pickled> {
  if (!Array.isArray(items)) throw new PickleFault('a dictionary in it has no items');
  // Taken out of the list, so that one handed over again and again does not multiply.
  return new Map(items.splice(0).map((item) => {
    if (!Array.isArray(item) || item.length !== 2) throw new PickleFault('a dictionary in it has no items');
    return [item[0], item[1]];
  }));
}

/** What calling a name gives; each is written here, none is looked up. */
const calls: ReadonlyMap<string, (args: readonly Pickled[]) => Pickled> = new Map<string, (args: readonly Pickled[]) => Pickled>([
  ['collections.OrderedDict', orderedDictionary],
  ['torch._utils._rebuild_tensor', rebuildTensor],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', rebuildParameter],
  // How protocol 2 writes bytes, which no weight needs.
  ['_codecs.encode', () => ({ kind: 'inert' })],
  ['argparse.Namespace', () => ({ kind: 'inert' })],
]);

/** @throws PickleRequest for every name but those above. */
export function findGlobal(module: string, name: string): Pickled {
  const full = `${module}.${name}`;
  if (!calls.has(full) && !storageTypes.has(full)) throw requestFor(module, name);
  return { kind: 'global', name: full };
}

export function callGlobal(callee: Pickled, args: Pickled): Pickled {
  const call = isKind(callee, 'global') ? calls.get(callee.name) : undefined;
  if (!call || !Array.isArray(args)) throw new PickleFault('its pickle calls something that cannot be called');
  return call(args);
}

/** A persistent id: ('storage', class, key, device, elements[, view]). */
export function findStorage(id: Pickled): Storage {
  const [tag, type, key, , elements, view] = Array.isArray(id) ? id : [];
  const elementType = isKind(type, 'global') ? storageTypes.get(type.name) : undefined;
  if (tag !== 'storage' || !elementType || typeof key !== 'string' || !isCount(elements) || (view !== undefined && view !== null)) {
    throw new PickleFault('its pickle refers to data in an unknown way');
  }
  return { kind: 'storage', key, type: elementType, elements };
}
