import type { RgbPicture } from '../rgbPicture.ts';
import { lookUpAll, tableOf } from './lookup.ts';

/**
 * Between `dull` (factor 0) and `value` (factor 1), or beyond: in float32 and cut off to whole numbers, as Pillow blends.
 * @param factor a float32
 */
const blend = (dull: number, value: number, factor: number) => Math.fround(dull + Math.fround(factor * (value - dull))) | 0;

/** ITU-R 601-2 in 16 bits. */
const luma = (pixels: Uint8Array, at: number) => (pixels[at] * 19595 + pixels[at + 1] * 38470 + pixels[at + 2] * 7471 + 0x8000) >> 16;

/** Towards grey below factor 1. */
export function color({ width, height, pixels }: RgbPicture, factor: number): RgbPicture {
  const out = new Uint8ClampedArray(pixels.length);
  const single = Math.fround(factor);
  for (let i = 0; i < out.length; i += 3) {
    const grey = luma(pixels, i);
    out[i] = blend(grey, pixels[i], single);
    out[i + 1] = blend(grey, pixels[i + 1], single);
    out[i + 2] = blend(grey, pixels[i + 2], single);
  }
  return { width, height, pixels: new Uint8Array(out.buffer) };
}

/** Towards the mean grey below factor 1. */
export function contrast(picture: RgbPicture, factor: number): RgbPicture {
  let sum = 0;
  for (let i = 0; i < picture.pixels.length; i += 3) sum += luma(picture.pixels, i);
  const mean = Math.trunc(sum / (picture.width * picture.height) + 0.5);
  return lookUpAll(picture, tableOf((byte) => blend(mean, byte, Math.fround(factor))));
}

/** Towards black below factor 1. */
export const brightness = (picture: RgbPicture, factor: number) => lookUpAll(picture, tableOf((byte) => blend(0, byte, Math.fround(factor))));

/** Towards the picture smoothed by a 3 x 3 kernel, its centre 5 of 13, below factor 1; the outermost pixels stay. */
export function sharpness({ width, height, pixels }: RgbPicture, factor: number): RgbPicture {
  const out = new Uint8ClampedArray(pixels);
  const single = Math.fround(factor);
  const row = width * 3;
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * row + 3; i < (y + 1) * row - 3; i++) {
      const above = i - row;
      const below = i + row;
      const around = pixels[above - 3] + pixels[above] + pixels[above + 3] + pixels[i - 3] + pixels[i + 3] + pixels[below - 3] + pixels[below] + pixels[below + 3];
      out[i] = blend(((around + 5 * pixels[i]) / 13 + 0.5) | 0, pixels[i], single);
    }
  }
  return { width, height, pixels: new Uint8Array(out.buffer) };
}
