import { background } from './decodePicture.ts';
import { openPicture, pictureFault } from './openPicture.ts';
import { ownBytes } from './ownBytes.ts';

/** The frame the trainer sees (first, flattened on white, orientation tags ignored, sRGB) as PNG, no side over `maxSide` pixels. @throws with a reason for people. */
export async function encodePng(file: string, maxSide: number): Promise<Uint8Array> {
  try {
    const picture = await openPicture(file);
    return ownBytes(await picture
      .flatten({ background })
      .toColourspace('srgb')
      .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
      .removeAlpha()
      .png({ compressionLevel: 3 })
      .toBuffer());
  } catch (error) {
    throw new Error(pictureFault(error), { cause: error });
  }
}
