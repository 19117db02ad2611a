import { elementBytes } from './elements.ts';
import { explainFaults, PickleEnd } from './pickleFault.ts';
import type { Checkpoint } from './pytorchFile.ts';
import { largestPickle, unpickle, type Unpickled } from './unpickler.ts';
import { unusable, type WeightsFile } from './weightsFile.ts';

export const legacyMagic = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;

interface Pickles {
  readonly object: Unpickled;
  readonly keys: Unpickled;
}

function readPickles(bytes: Uint8Array, file: string): Pickles {
  const magic = unpickle(bytes);
  const protocol = unpickle(bytes, magic.end);
  const system = unpickle(bytes, protocol.end);
  if (magic.value !== legacyMagic || protocol.value !== protocolVersion) throw unusable('PyTorch', file, 'it does not begin as PyTorch files do');
  if (system.value instanceof Map && system.value.get('little_endian') === false) throw unusable('PyTorch', file, 'its numbers are big-endian');
  const object = unpickle(bytes, system.end);
  return { object, keys: unpickle(bytes, object.end) };
}

/** The pickles do not say how long they are: more and more of the file is read until they are all there. */
async function findPickles(source: WeightsFile): Promise<Pickles> {
  for (let window = 1 << 20; ; window *= 4) {
    const isLast = window >= Math.min(source.size, largestPickle);
    const bytes = await source.read(0, Math.min(source.size, window));
    try {
      return readPickles(bytes, source.file);
    } catch (error) {
      if (isLast || !(error instanceof PickleEnd)) return explainFaults(source.file, () => { throw error; });
    }
  }
}

/**
 * `torch.save` before PyTorch 1.6: pickles of a magic number, the protocol, the system, the object and the storages' keys, then
 * each storage as a count of elements in 8 bytes and its numbers.
 */
export async function openPytorchLegacy(source: WeightsFile): Promise<Checkpoint> {
  const { file, size } = source;
  const { object, keys } = await findPickles(source);
  if (!Array.isArray(keys.value)) throw unusable('PyTorch', file, 'it does not list its data');
  const places = new Map<string, { readonly start: number; readonly elements: number }>();
  let position = keys.end;
  for (const key of keys.value) {
    const type = typeof key === 'string' ? object.storages.get(key)?.type : undefined;
    if (typeof key !== 'string' || !type) throw unusable('PyTorch', file, 'it lists data that no tensor uses');
    const elements = Number(new DataView((await source.read(position, 8)).buffer).getBigUint64(0, true));
    places.set(key, { start: position + 8, elements });
    position += 8 + elements * elementBytes[type];
    if (position > size) throw unusable('PyTorch', file, `it ends within the data ${key}, of which it promises ${elements} numbers`);
  }
  return {
    root: object.value,
    async readStorage({ key, type, elements }) {
      const place = places.get(key);
      if (!place || place.elements !== elements) throw unusable('PyTorch', file, `its data ${key} has ${place?.elements ?? 'no'} numbers where ${elements} are wanted`);
      return source.read(place.start, elements * elementBytes[type]);
    },
  };
}
