import type { RgbPicture } from '../rgbPicture.ts';

/** ImageNet's mean in bytes: what lies outside the picture. */
const outside = [124, 116, 104];

/** Keys' cubic with a = -1, at `t` between b and c. */
const cubic = (a: number, b: number, c: number, d: number, t: number) => b + t * (c - a + t * (2 * (a - b) + c - d + t * (b - a - c + d)));

const within = (value: number, length: number) => (value < 0 ? 0 : value < length ? value : length - 1);

/** Between the second and third of four bytes of one channel and one row. */
const across = (pixels: Uint8Array, row: number, x0: number, x1: number, x2: number, x3: number, t: number) =>
  cubic(pixels[row + x0], pixels[row + x1], pixels[row + x2], pixels[row + x3], t);

/** Output place (x, y) shows source place (a x + b y + c, d x + e y + f), both counted to pixel centres. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Bicubic, cut off to whole numbers, as Pillow's transform. */
function transform({ width, height, pixels }: RgbPicture, [a, b, c, d, e, f]: Matrix): RgbPicture {
  const out = new Uint8ClampedArray(pixels.length);
  const stride = width * 3;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const sx = a * (x + 0.5) + b * (y + 0.5) + c;
      const sy = d * (x + 0.5) + e * (y + 0.5) + f;
      if (sx < 0 || sx >= width || sy < 0 || sy >= height) {
        out.set(outside, at);
        continue;
      }
      const left = Math.floor(sx - 0.5);
      const top = Math.floor(sy - 0.5);
      const tx = sx - 0.5 - left;
      const ty = sy - 0.5 - top;
      const x0 = within(left - 1, width) * 3;
      const x1 = within(left, width) * 3;
      const x2 = within(left + 1, width) * 3;
      const x3 = within(left + 2, width) * 3;
      const y1 = within(top, height) * stride;
      // An operation that moves along rows only reads one of them.
      if (ty === 0) {
        for (let k = 0; k < 3; k++) out[at + k] = across(pixels, y1 + k, x0, x1, x2, x3, tx) | 0;
        continue;
      }
      const y0 = within(top - 1, height) * stride;
      const y2 = within(top + 1, height) * stride;
      const y3 = within(top + 2, height) * stride;
      for (let k = 0; k < 3; k++) {
        const first = across(pixels, y0 + k, x0, x1, x2, x3, tx);
        const second = across(pixels, y1 + k, x0, x1, x2, x3, tx);
        const third = across(pixels, y2 + k, x0, x1, x2, x3, tx);
        const fourth = across(pixels, y3 + k, x0, x1, x2, x3, tx);
        out[at + k] = cubic(first, second, third, fourth, ty) | 0;
      }
    }
  }
  return { width, height, pixels: new Uint8Array(out.buffer) };
}

export const shearX = (picture: RgbPicture, factor: number) => transform(picture, [1, factor, 0, 0, 1, 0]);
export const shearY = (picture: RgbPicture, factor: number) => transform(picture, [1, 0, 0, factor, 1, 0]);

/** Moves by a share of the width. */
export const translateX = (picture: RgbPicture, share: number) => transform(picture, [1, 0, share * picture.width, 0, 1, 0]);
/** Moves by a share of the height. */
export const translateY = (picture: RgbPicture, share: number) => transform(picture, [1, 0, 0, 0, 1, share * picture.height]);

/** About the centre, counter-clockwise. */
export function rotate(picture: RgbPicture, degrees: number): RgbPicture {
  const angle = (-degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [cx, cy] = [picture.width / 2, picture.height / 2];
  return transform(picture, [cos, sin, cx - cos * cx - sin * cy, -sin, cos, cy + sin * cx - cos * cy]);
}
