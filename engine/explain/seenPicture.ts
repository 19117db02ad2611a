import { stat } from 'node:fs/promises';
import { pictureFile, type Dataset } from '../dataset/dataset.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { fileFailure } from '../files/fileFailure.ts';
import type { Box } from '../images/crop.ts';
import { pictureFault } from '../images/openPicture.ts';
import { createTensor, type Tensor } from '../runtime/session.ts';
import { normalizePixels } from '../train/normalize.ts';
import { decodeCentre } from '../train/pictureSource.ts';
import type { TrainingConfig } from '../train/runConfig.ts';

export interface SeenPicture {
  /** float32 [1, 3, side, side], normalised. */
  readonly picture: Tensor;
  /** What that is of the file's picture, in shares of its width and height. */
  readonly crop: Box;
}

/** Changes when the picture's file does. @throws StickerLabError where it is gone */
export async function pictureKey(dataset: Pick<Dataset, 'root'>, id: string): Promise<string> {
  const file = pictureFile(dataset, id);
  const { mtimeMs, size } = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new StickerLabError('The sticker\'s picture is gone', file, 'Bring it back, or choose another sticker.', { cause: error });
    throw fileFailure(error, file);
  });
  return `${id} ${mtimeMs} ${size}`;
}

/** A picture as predictions see it. @throws StickerLabError where it is broken */
export async function readSeenPicture(dataset: Pick<Dataset, 'root'>, id: string, training: TrainingConfig): Promise<SeenPicture> {
  const file = pictureFile(dataset, id);
  const { centre, crop } = await decodeCentre(file, training).catch((error: unknown) => {
    throw new StickerLabError(`The picture cannot be read: ${pictureFault(error)}`, file, 'Replace it with a whole picture, then try again.', { cause: error });
  });
  const side = training.model.imageSize;
  const normalized = new Float32Array(3 * side * side);
  normalizePixels(normalized, 0, centre.pixels);
  return { picture: createTensor('float32', normalized, [1, 3, side, side]), crop };
}
