import type { RgbPicture } from '../rgbPicture.ts';

/** A byte for every byte. */
export type Table = Uint8ClampedArray;

/** Values beyond a byte are clipped. */
export const tableOf = (value: (byte: number) => number): Table => Uint8ClampedArray.from({ length: 256 }, (_, byte) => value(byte));

/** Looks every byte up, in a table for each of red, green and blue. */
export function lookUp({ width, height, pixels }: RgbPicture, [red, green, blue]: readonly [Table, Table, Table]): RgbPicture {
  const out = new Uint8Array(pixels.length);
  for (let i = 0; i < out.length; i += 3) {
    out[i] = red[pixels[i]];
    out[i + 1] = green[pixels[i + 1]];
    out[i + 2] = blue[pixels[i + 2]];
  }
  return { width, height, pixels: out };
}

export const lookUpAll = (picture: RgbPicture, table: Table) => lookUp(picture, [table, table, table]);
