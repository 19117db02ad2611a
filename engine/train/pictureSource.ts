import { availableParallelism } from 'node:os';
import { pictureFile, type Dataset } from '../dataset/dataset.ts';
import { cropCentre } from '../images/crop.ts';
import { decodePicture } from '../images/decodePicture.ts';
import type { RgbPicture } from '../images/rgbPicture.ts';
import type { TrainingConfig } from './runConfig.ts';

/** `whole`: what random crops are cut from. `centre`: what predictions see, imageSize x imageSize. */
export type PictureView = 'whole' | 'centre';

export interface WantedPicture {
  readonly id: string;
  readonly view: PictureView;
}

/** Decoded pictures: kept in memory up to a budget, decoded again beyond it. */
export interface PictureSource {
  read(id: string, view: PictureView): Promise<RgbPicture>;
  /** Decodes all once, as far as the budget goes keeping them. -> the ids that could not be decoded, with the reason. */
  check(wanted: readonly WantedPicture[], signal: AbortSignal, onProgress: (done: number) => void | Promise<void>): Promise<Map<string, string>>;
}

const memoryBudgetBytes = 2 ** 30;

/** Without random crops, training sees pictures as predictions do. */
export const trainingView = ({ minimumArea }: TrainingConfig['augmentation']): PictureView => (minimumArea < 1 ? 'whole' : 'centre');

/** No picture keeps more than twice the pixels a side that are asked of it, so that one large picture does not take the memory of many. */
async function decodeView(file: string, view: PictureView, { model: { imageSize }, augmentation: { evaluationCrop } }: TrainingConfig): Promise<RgbPicture> {
  if (view === 'whole') return decodePicture(file, 2 * imageSize);
  const shortSide = Math.round(imageSize / evaluationCrop);
  return cropCentre(await decodePicture(file, 2 * shortSide), shortSide, imageSize);
}

export function createPictureSource(dataset: Pick<Dataset, 'root'>, training: TrainingConfig): PictureSource {
  const kept = { whole: new Map<string, RgbPicture>(), centre: new Map<string, RgbPicture>() };
  let left = memoryBudgetBytes;
  const read = async (id: string, view: PictureView) => {
    const known = kept[view].get(id);
    if (known) return known;
    const picture = await decodeView(pictureFile(dataset, id), view, training);
    if (picture.pixels.length <= left && !kept[view].has(id)) {
      left -= picture.pixels.length;
      kept[view].set(id, picture);
    }
    return picture;
  };
  return {
    read,
    async check(wanted, signal, onProgress) {
      const broken = new Map<string, string>();
      const queue = wanted.values();
      let done = 0;
      const worker = async () => {
        for (const { id, view } of queue) {
          signal.throwIfAborted();
          await read(id, view).catch((error: unknown) => broken.set(id, error instanceof Error ? error.message : String(error)));
          await onProgress(++done);
        }
      };
      await Promise.all(Array.from({ length: availableParallelism() }, worker));
      return broken;
    },
  };
}
