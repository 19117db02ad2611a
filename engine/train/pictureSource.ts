import { availableParallelism } from 'node:os';
import { pictureFile, type Dataset } from '../dataset/dataset.ts';
import { decodePicture } from '../images/decodePicture.ts';

/** Decoded pictures, RGB bytes [side, side, 3]: kept in memory up to a budget, decoded again beyond it. */
export interface PictureSource {
  readonly side: number;
  read(id: string): Promise<Uint8Array>;
  /** Decodes all once, as far as the budget goes keeping them. -> the ids that could not be decoded, with the reason. */
  check(ids: readonly string[], signal: AbortSignal, onProgress: (done: number) => void | Promise<void>): Promise<Map<string, string>>;
}

const memoryBudgetBytes = 2 ** 30;

export function createPictureSource(dataset: Pick<Dataset, 'root'>, side: number): PictureSource {
  const kept = new Map<string, Uint8Array>();
  const capacity = Math.floor(memoryBudgetBytes / (side * side * 3));
  const read = async (id: string) => {
    const known = kept.get(id);
    if (known) return known;
    const pixels = await decodePicture(pictureFile(dataset, id), side);
    if (kept.size < capacity) kept.set(id, pixels);
    return pixels;
  };
  return {
    side,
    read,
    async check(ids, signal, onProgress) {
      const broken = new Map<string, string>();
      const queue = ids.values();
      let done = 0;
      const worker = async () => {
        for (const id of queue) {
          signal.throwIfAborted();
          await read(id).catch((error: unknown) => broken.set(id, error instanceof Error ? error.message : String(error)));
          await onProgress(++done);
        }
      };
      await Promise.all(Array.from({ length: availableParallelism() }, worker));
      return broken;
    },
  };
}
