import { resample, type Span } from './resample.ts';
import type { RgbPicture } from './rgbPicture.ts';

/** A rectangle of a picture, in pixels where nothing else is said. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Cuts a box out and resizes it to side x side, bicubic; nothing outside the box is seen. */
export function cropResized(picture: RgbPicture, { left, top, width, height }: Box, side: number): RgbPicture {
  const whole = (first: number, places: number): Span => ({ first, places, start: 0, length: places, to: side });
  return resample(picture, whole(left, width), whole(top, height));
}

/** Where a side of `places` pixels is cut, once the short side, of `shortest`, is resized to `short`. */
function middleOf(places: number, shortest: number, short: number, side: number): Span {
  // Halves go to the even number, as in torchvision's CenterCrop.
  const half = (room: number) => Math.floor(room / 2) + (room % 4 === 3 ? 1 : 0);
  const resized = Math.trunc((short * places) / shortest);
  return { first: 0, places, start: (half(resized - side) * places) / resized, length: (side * places) / resized, to: side };
}

/** Resizes the short side to `short`, bicubic, and cuts side x side out of the middle. */
export function cropCentre(picture: RgbPicture, short: number, side: number): RgbPicture {
  const shortest = Math.min(picture.width, picture.height);
  return resample(picture, middleOf(picture.width, shortest, short, side), middleOf(picture.height, shortest, short, side));
}

/** What `cropCentre` keeps of a picture, in shares of its width and height. */
export function centreShares({ width, height }: Pick<RgbPicture, 'width' | 'height'>, short: number, side: number): Box {
  const shortest = Math.min(width, height);
  const [across, down] = [middleOf(width, shortest, short, side), middleOf(height, shortest, short, side)];
  return { left: across.start / width, top: down.start / height, width: across.length / width, height: down.length / height };
}

/** The mirror image, left to right. */
export function mirror({ width, height, pixels }: RgbPicture): RgbPicture {
  const out = new Uint8Array(pixels.length);
  for (let row = 0; row < out.length; row += width * 3) {
    for (let from = row, to = row + (width - 1) * 3; to >= row; from += 3, to -= 3) {
      out[to] = pixels[from];
      out[to + 1] = pixels[from + 1];
      out[to + 2] = pixels[from + 2];
    }
  }
  return { width, height, pixels: out };
}
