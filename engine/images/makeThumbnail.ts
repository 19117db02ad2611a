import { background } from './decodePicture.ts';
import { openPicture, pictureFault } from './openPicture.ts';
import { ownBytes } from './ownBytes.ts';

/**
 * The first frame as WebP inside size x size, on white, never enlarged.
 * @throws with a reason for people where the file is not a whole picture.
 */
export async function makeThumbnail(file: string, size: number): Promise<Uint8Array> {
  try {
    const picture = await openPicture(file);
    const bytes = await picture
      .resize(size, size, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background })
      .webp({ quality: 80, effort: 2 })
      .toBuffer();
    return ownBytes(bytes);
  } catch (error) {
    throw new Error(pictureFault(error), { cause: error });
  }
}
