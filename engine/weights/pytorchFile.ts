import { StickerLabError } from '../errors/stickerLabError.ts';
import { countElements, decodeElements, elementBytes } from './elements.ts';
import type { NamedTensor } from './namedTensor.ts';
import { isKind, type Pickled, type PickledTensor, type Storage } from './pickledValues.ts';
import { isContiguous, misfit, takeTensor } from './stridedTensor.ts';
import { unusable, type WeightsFile } from './weightsFile.ts';

/** An opened checkpoint: its object, and its raw data when asked for. */
export interface Checkpoint {
  readonly root: Pickled;
  /** Little-endian numbers, exactly as many bytes as the storage's elements take. */
  readStorage(storage: Storage): Promise<Uint8Array<ArrayBuffer>>;
}

/** Training scripts put the weights beside the optimizer's state under one of these. */
const wrappers = ['model', 'state_dict'];

function tensorsIn(value: Pickled | undefined): [string, PickledTensor][] {
  if (!(value instanceof Map)) return [];
  return [...value].filter((entry): entry is [string, PickledTensor] => typeof entry[0] === 'string' && isKind(entry[1], 'tensor'));
}

function findStateDictionary(root: Pickled, file: string): [string, PickledTensor][] {
  const candidates = [...(root instanceof Map ? wrappers.map((wrapper) => root.get(wrapper)) : []), root];
  const found = candidates.map(tensorsIn).find((tensors) => tensors.length > 0);
  if (!found) {
    throw new StickerLabError('The checkpoint holds no named tensors, neither by themselves nor under model or state_dict', file,
      'Save the weights alone: in Python, torch.save(model.state_dict(), file).');
  }
  return found;
}

/** What comes into memory must come from the file: parts that lie over each other, or tensors over one storage, could multiply it. */
function checkSizes(tensors: readonly (readonly [string, PickledTensor])[], source: WeightsFile): void {
  for (const [name, tensor] of tensors) {
    const reason = misfit(tensor);
    if (reason) throw unusable('PyTorch', source.file, `the tensor ${name} does not fit its data: ${reason}`);
  }
  const bytesOf = ({ type }: Storage, elements: number) => elements * elementBytes[type];
  const storages = new Map(tensors.map(([, { storage }]) => [storage.key, storage]));
  const stored = [...storages.values()].reduce((sum, storage) => sum + bytesOf(storage, storage.elements), 0);
  const copied = tensors.filter(([, tensor]) => !isContiguous(tensor)).reduce((sum, [, { storage, shape }]) => sum + bytesOf(storage, countElements(shape)), 0);
  if (stored > source.size || copied > 4 * source.size) throw unusable('PyTorch', source.file, `its tensors take ${stored + copied} bytes, far more than the file's ${source.size}`);
}

/**
 * The named tensors of a checkpoint. Storages of other tensors, such as the optimizer's, are not read.
 * Memory: each storage once, and a copy of tensors that are no contiguous part of theirs.
 */
export async function readStateDictionary({ root, readStorage }: Checkpoint, source: WeightsFile): Promise<Map<string, NamedTensor>> {
  const found = findStateDictionary(root, source.file);
  checkSizes(found, source);
  const storages = new Map<string, NamedTensor['data']>();
  const tensors = new Map<string, NamedTensor>();
  for (const [name, tensor] of found) {
    const { storage } = tensor;
    const data = storages.get(storage.key) ?? decodeElements(storage.type, await readStorage(storage));
    storages.set(storage.key, data);
    tensors.set(name, takeTensor(tensor, data));
  }
  return tensors;
}
