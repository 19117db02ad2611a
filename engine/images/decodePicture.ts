import { openPicture } from './openPicture.ts';
import { ownBytes } from './ownBytes.ts';

export const background = '#ffffff';

/**
 * A picture as the model sees it: first frame, orientation tags ignored, flattened on white, sRGB, short side resized
 * with a cubic kernel, centre crop.
 * @returns side x side x 3 bytes, row by row (HWC).
 * @throws where the file is not a whole picture.
 */
export async function decodePicture(file: string, side: number): Promise<Uint8Array> {
  const picture = await openPicture(file);
  const { data, info } = await picture
    .flatten({ background })
    .toColourspace('srgb')
    .resize(side, side, { fit: 'cover', position: 'centre', kernel: 'cubic', fastShrinkOnLoad: false })
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`The picture decodes to ${info.channels} channels instead of 3.`);
  return ownBytes(data);
}
