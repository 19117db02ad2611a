import { openPicture } from './openPicture.ts';
import { ownBytes } from './ownBytes.ts';
import type { RgbPicture } from './rgbPicture.ts';

export const background = '#ffffff';

/**
 * A picture as it is, at its own aspect ratio: first frame, orientation tags ignored, flattened on white, sRGB. Where its
 * short side is longer than `shortSide`, it is reduced to that.
 * @throws where the file is not a whole picture.
 */
export async function decodePicture(file: string, shortSide: number): Promise<RgbPicture> {
  const picture = await openPicture(file);
  const { data, info } = await picture
    .flatten({ background })
    .toColourspace('srgb')
    .resize(shortSide, shortSide, { fit: 'outside', withoutEnlargement: true, kernel: 'cubic', fastShrinkOnLoad: false })
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`The picture decodes to ${info.channels} channels instead of 3.`);
  return { width: info.width, height: info.height, pixels: ownBytes(data) };
}
