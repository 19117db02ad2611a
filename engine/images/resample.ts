import type { RgbPicture } from './rgbPicture.ts';

/** What one axis of the output shows of the source. */
export interface Span {
  /** The source places that may be seen: those beyond count for nothing. */
  readonly first: number;
  readonly places: number;
  /** The part shown, from `first` on; not necessarily whole places. */
  readonly start: number;
  readonly length: number;
  /** Places of the output. */
  readonly to: number;
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
function tapsOf({ first: begin, places, start, length, to }: Span): Taps {
  const scale = length / to;
  const stretch = Math.max(scale, 1);
  const size = Math.ceil(2 * stretch) * 2 + 1;
  const taps = { first: new Int32Array(to), count: new Int32Array(to), weights: new Int32Array(to * size), size };
  for (let i = 0; i < to; i++) {
    const centre = start + (i + 0.5) * scale;
    const low = Math.max(0, Math.trunc(centre - 2 * stretch + 0.5));
    const count = Math.min(places, Math.trunc(centre + 2 * stretch + 0.5)) - low;
    const weights = Array.from({ length: count }, (_, k) => cubic((k + low - centre + 0.5) / stretch));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    taps.first[i] = begin + low;
    taps.count[i] = count;
    weights.forEach((weight, k) => {
      const scaled = (weight / sum) * 2 ** precision;
      taps.weights[i * size + k] = Math.trunc(scaled + Math.sign(scaled) * 0.5);
    });
  }
  return taps;
}

/** Rows `top` to `bottom` of the picture -> [bottom - top, to, 3] */
function resampleRows({ pixels, width }: RgbPicture, top: number, bottom: number, { first, count, weights, size }: Taps): Uint8ClampedArray {
  const out = new Uint8ClampedArray((bottom - top) * first.length * 3);
  for (let y = top, at = 0; y < bottom; y++) {
    for (let x = 0; x < first.length; x++, at += 3) {
      let red = 1 << (precision - 1), green = red, blue = red;
      let source = (y * width + first[x]) * 3;
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

/** Rows of `stride` bytes, the first of which is row `top` of the picture -> [to, stride] */
function resampleColumns(pixels: Uint8ClampedArray, top: number, stride: number, { first, count, weights, size }: Taps): Uint8ClampedArray {
  const out = new Uint8ClampedArray(first.length * stride);
  for (let y = 0, at = 0; y < first.length; y++) {
    const start = (first[y] - top) * stride;
    const begin = y * size;
    const end = begin + count[y];
    for (let x = 0; x < stride; x++, at++) {
      let sum = 1 << (precision - 1);
      for (let k = begin, source = start + x; k < end; k++, source += stride) sum = (sum + Math.imul(pixels[source], weights[k])) | 0;
      out[at] = sum >> precision;
    }
  }
  return out;
}

/** Resizes a part of a picture as Pillow's bicubic does: antialiased, first along rows, then along columns, rounded to bytes in between. */
export function resample(picture: RgbPicture, across: Span, down: Span): RgbPicture {
  const rows = tapsOf(down);
  const top = rows.first[0];
  const bottom = rows.first[down.to - 1] + rows.count[down.to - 1];
  const narrow = resampleRows(picture, top, bottom, tapsOf(across));
  const { buffer } = resampleColumns(narrow, top, across.to * 3, rows);
  return { width: across.to, height: down.to, pixels: new Uint8Array(buffer) };
}
