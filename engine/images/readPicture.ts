import { background } from './decodePicture.ts';
import { openPicture, pictureFault } from './openPicture.ts';
import { ownBytes } from './ownBytes.ts';

export interface PictureView {
  /** WebP, first frame, on white. */
  readonly bytes: Uint8Array;
  /** Of the original, in pixels. */
  readonly width: number;
  readonly height: number;
  /** What the content is, whatever the extension says: `jpeg`, `png`, `gif`, `webp`... */
  readonly format: string;
}

/** A picture for looking at, no side over `maxSide` pixels. @throws with a reason for people. */
export async function readPicture(file: string, maxSide: number): Promise<PictureView> {
  try {
    const picture = await openPicture(file);
    const { width, height, format } = await picture.metadata();
    const bytes = await picture
      .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background })
      .webp({ quality: 90, effort: 2 })
      .toBuffer();
    return { bytes: ownBytes(bytes), width, height, format };
  } catch (error) {
    throw new Error(pictureFault(error), { cause: error });
  }
}
