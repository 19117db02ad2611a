import type { RgbPicture } from '../rgbPicture.ts';
import { lookUp, tableOf, type Table } from './lookup.ts';

function histogram(pixels: Uint8Array, channel: number): Int32Array {
  const counts = new Int32Array(256);
  for (let i = channel; i < pixels.length; i += 3) counts[pixels[i]]++;
  return counts;
}

const identity = tableOf((byte) => byte);

function stretched(counts: Int32Array): Table {
  const [low, high] = [counts.findIndex((count) => count > 0), counts.findLastIndex((count) => count > 0)];
  if (high <= low) return identity;
  const scale = 255 / (high - low);
  return tableOf((byte) => Math.trunc(byte * scale - low * scale));
}

function equalized(counts: Int32Array): Table {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const step = Math.floor((total - counts[counts.findLastIndex((count) => count > 0)]) / 255);
  if (step === 0) return identity;
  let below = Math.floor(step / 2);
  return tableOf((byte) => {
    const value = Math.floor(below / step);
    below += counts[byte];
    return value;
  });
}

const eachChannel = (picture: RgbPicture, table: (counts: Int32Array) => Table) =>
  lookUp(picture, [table(histogram(picture.pixels, 0)), table(histogram(picture.pixels, 1)), table(histogram(picture.pixels, 2))]);

/** Stretches each channel to the whole range. */
export const autoContrast = (picture: RgbPicture) => eachChannel(picture, stretched);

/** Makes each channel's values as even as they can be. */
export const equalize = (picture: RgbPicture) => eachChannel(picture, equalized);
