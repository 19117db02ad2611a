import { availableParallelism } from 'node:os';
import { pictureFile, type Dataset } from '../dataset/dataset.ts';
import { centreShares, cropCentre, type Box } from '../images/crop.ts';
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

/** Without random crops, training sees pictures as predictions do. */
export const trainingView = ({ minimumArea }: TrainingConfig['augmentation']): PictureView => (minimumArea < 1 ? 'whole' : 'centre');

/** Pixels to which a picture's short side is brought before the centre `side` of it is cut out for predictions. */
export const shortSideOf = (side: number, evaluationCrop: number) => Math.floor(side / evaluationCrop);

/**
 * A picture as predictions see it, imageSize x imageSize, and which part of it that is, in shares of its sides. No picture keeps more than
 * twice the pixels a side that are asked of it, so that one large picture does not take the memory of many.
 */
export async function decodeCentre(file: string, { model: { imageSize }, augmentation: { evaluationCrop } }: TrainingConfig): Promise<{ centre: RgbPicture; crop: Box }> {
  const shortSide = shortSideOf(imageSize, evaluationCrop);
  const whole = await decodePicture(file, 2 * shortSide);
  return { centre: cropCentre(whole, shortSide, imageSize), crop: centreShares(whole, shortSide, imageSize) };
}

const decodeView = async (file: string, view: PictureView, training: TrainingConfig): Promise<RgbPicture> =>
  (view === 'whole' ? decodePicture(file, 2 * training.model.imageSize) : (await decodeCentre(file, training)).centre);

/** @param memory bytes of pictures that are kept at most */
export function createPictureSource(dataset: Pick<Dataset, 'root'>, training: TrainingConfig, memory = 2 ** 30): PictureSource {
  const pictures = new Map<string, Promise<RgbPicture>>();
  let left = memory;
  const read = (id: string, view: PictureView) => {
    const key = `${view} ${id}`;
    const known = pictures.get(key);
    if (known) return known;
    const forget = (error: unknown) => {
      pictures.delete(key);
      throw error;
    };
    const reading = decodeView(pictureFile(dataset, id), view, training).then((picture) => {
      if (picture.pixels.length > left) pictures.delete(key);
      else left -= picture.pixels.length;
      return picture;
    }, forget);
    // Copies of a picture in one batch wait for the same decoding.
    pictures.set(key, reading);
    return reading;
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
