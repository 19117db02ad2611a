import type { RgbPicture } from '../rgbPicture.ts';

/** ImageNet's mean in bytes: what lies outside the picture. */
const outside = [124, 116, 104];

/** Keys' cubic with a = -1, at `t` between b and c. */
const cubic = (a: number, b: number, c: number, d: number, t: number) => b + t * (c - a + t * (2 * (a - b) + c - d + t * (b - a - c + d)));

const within = (value: number, length: number) => (value < 0 ? 0 : value < length ? value : length - 1);

/** Output place (x, y) shows source place (a x + b y + c, d x + e y + f), both counted to pixel centres; bicubic as Pillow's transform. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

function transform({ width, height, pixels }: RgbPicture, [a, b, c, d, e, f]: Matrix): RgbPicture {
  const out = new Uint8ClampedArray(pixels.length);
  const row = width * 3;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const sx = a * (x + 0.5) + b * (y + 0.5) + c;
      const sy = d * (x + 0.5) + e * (y + 0.5) + f;
      if (sx < 0 || sx >= width || sy < 0 || sy >= height) {
        for (let channel = 0; channel < 3; channel++) out[at + channel] = outside[channel];
        continue;
      }
      const [left, top] = [Math.floor(sx - 0.5), Math.floor(sy - 0.5)];
      const [tx, ty] = [sx - 0.5 - left, sy - 0.5 - top];
      const [x0, x1, x2, x3] = [within(left - 1, width) * 3, within(left, width) * 3, within(left + 1, width) * 3, within(left + 2, width) * 3];
      const [y0, y1, y2, y3] = [within(top - 1, height) * row, within(top, height) * row, within(top + 1, height) * row, within(top + 2, height) * row];
      for (let channel = 0; channel < 3; channel++) {
        const across = (line: number) => cubic(pixels[line + x0 + channel], pixels[line + x1 + channel], pixels[line + x2 + channel], pixels[line + x3 + channel], tx);
        // Where an operation moves along rows only, one row says it all.
        out[at + channel] = Math.trunc(ty === 0 ? across(y1) : cubic(across(y0), across(y1), across(y2), across(y3), ty));
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
