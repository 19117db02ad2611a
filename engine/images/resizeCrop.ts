import type { RgbPicture } from './rgbPicture.ts';

/** A rectangle of a picture, in whole pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Bits after the point of a weight: 255 times a row of them stays within 32 bits. */
const precision = 22;

/** Keys' cubic with a = -0.5. */
function cubic(x: number): number {
  const d = Math.abs(x);
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
}

/** Of each output place: the first of the source places it is made of, how many they are, and `size` weights, the unused ones 0. */
interface Taps {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly weights: Int32Array;
  readonly size: number;
}

/** Half-pixel centres; when shrinking, the kernel widens with the scale. */
function axisTaps(from: number, to: number): Taps {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const size = Math.ceil(2 * stretch) * 2 + 1;
  const taps = { first: new Int32Array(to), count: new Int32Array(to), weights: new Int32Array(to * size), size };
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - 2 * stretch + 0.5));
    const count = Math.min(from, Math.trunc(centre + 2 * stretch + 0.5)) - first;
    const weights = Array.from({ length: count }, (_, k) => cubic((k + first - centre + 0.5) / stretch));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    taps.first[i] = first;
    taps.count[i] = count;
    weights.forEach((weight, k) => {
      const scaled = (weight / sum) * 2 ** precision;
      taps.weights[i * size + k] = Math.trunc(scaled + Math.sign(scaled) * 0.5);
    });
  }
  return taps;
}

/** -> [box.height, side, 3] */
function resizeRows({ pixels, width }: RgbPicture, box: Box, side: number): Uint8ClampedArray {
  const { first, count, weights, size } = axisTaps(box.width, side);
  const out = new Uint8ClampedArray(box.height * side * 3);
  for (let y = 0, at = 0; y < box.height; y++) {
    const row = ((box.top + y) * width + box.left) * 3;
    for (let x = 0; x < side; x++, at += 3) {
      let red = 1 << (precision - 1), green = red, blue = red;
      let source = row + first[x] * 3;
      for (let k = x * size, end = k + count[x]; k < end; k++, source += 3) {
        const weight = weights[k];
        red = (red + Math.imul(pixels[source], weight)) | 0;
        green = (green + Math.imul(pixels[source + 1], weight)) | 0;
        blue = (blue + Math.imul(pixels[source + 2], weight)) | 0;
      }
      out[at] = red >> precision;
      out[at + 1] = green >> precision;
      out[at + 2] = blue >> precision;
    }
  }
  return out;
}

/** [height, side, 3] -> [side, side, 3] */
function resizeColumns(pixels: Uint8ClampedArray, height: number, side: number): Uint8ClampedArray {
  const { first, count, weights, size } = axisTaps(height, side);
  const stride = side * 3;
  const out = new Uint8ClampedArray(side * stride);
  for (let y = 0, at = 0; y < side; y++) {
    const start = first[y] * stride;
    const [from, end] = [y * size, y * size + count[y]];
    for (let x = 0; x < stride; x++, at++) {
      let sum = 1 << (precision - 1);
      for (let k = from, source = start + x; k < end; k++, source += stride) sum = (sum + Math.imul(pixels[source], weights[k])) | 0;
      out[at] = sum >> precision;
    }
  }
  return out;
}

/**
 * Cuts a box out and resizes it to side x side as Pillow's bicubic does: antialiased, first along rows, then along columns,
 * rounded to bytes in between. Nothing outside the box is seen.
 */
export function resizeCrop(picture: RgbPicture, box: Box, side: number): RgbPicture {
  const narrow = resizeRows(picture, box, side);
  const { buffer } = box.height === side ? narrow : resizeColumns(narrow, box.height, side);
  return { width: side, height: side, pixels: new Uint8Array(buffer) };
}
