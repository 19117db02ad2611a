import path from 'node:path';
import { readSafetensors } from '../../../engine/weights/safetensors.ts';

const folder = path.join(import.meta.dirname, '../../reference/golden');

export interface Golden<Metadata> {
  readonly metadata: Metadata;
  readonly names: readonly string[];
  /** Elements in row order. */
  read(name: string): Float32Array;
}

/** A file that test/reference/golden.py wrote: PyTorch's results in double precision, stored as float32, and what they were computed for. */
export async function readGolden<Metadata = Readonly<Record<string, never>>>(name: string): Promise<Golden<Metadata>> {
  const { metadata, tensors } = await readSafetensors(path.join(folder, `${name}.safetensors`));
  return {
    metadata: JSON.parse(metadata['golden']) as Metadata,
    names: [...tensors.keys()],
    read(tensor) {
      const data = tensors.get(tensor)?.data;
      if (!(data instanceof Float32Array)) throw new Error(`${name} has no tensor "${tensor}"`);
      return data;
    },
  };
}
