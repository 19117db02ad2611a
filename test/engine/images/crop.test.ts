import { expect, test } from 'vitest';
import { cropCentre, cropResized, mirror } from '../../../engine/images/crop.ts';
import { centreCases, cropCases, picture } from './augmentationCases.ts';

test('a resized crop has Pillow\'s bytes, shrinking, enlarging and both', () => {
  for (const { picture: source, side, pixels, left, top, width, height } of cropCases) {
    const cut = cropResized(picture(source), { left, top, width, height }, side);
    expect(cut, `${source}: ${left} ${top} ${width} ${height} to ${side}`).toEqual({ width: side, height: side, pixels });
  }
});

test('the centre has the bytes of Pillow\'s resize and torchvision\'s centre crop', () => {
  for (const { picture: source, short, side, pixels } of centreCases) {
    expect(cropCentre(picture(source), short, side), `${source}: ${side} of ${short}`).toEqual({ width: side, height: side, pixels });
  }
});

test('a crop of the wanted size is those pixels; a single pixel fills any size', () => {
  const noise = picture('noise');
  const cut = cropResized(noise, { left: 3, top: 2, width: 5, height: 5 }, 5);
  for (let y = 0; y < 5; y++) expect(cut.pixels.subarray(y * 15, (y + 1) * 15)).toEqual(noise.pixels.subarray(((y + 2) * 24 + 3) * 3, ((y + 2) * 24 + 8) * 3));
  const pixel = cropResized(noise, { left: 7, top: 7, width: 1, height: 1 }, 4).pixels;
  for (let i = 0; i < 48; i++) expect(pixel[i]).toBe(noise.pixels[(7 * 24 + 7) * 3 + (i % 3)]);
});

test('the mirror image swaps columns and keeps colours', () => {
  const made = mirror({ width: 3, height: 2, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19) });
  expect([...made.pixels]).toEqual([7, 8, 9, 4, 5, 6, 1, 2, 3, 17, 18, 19, 14, 15, 16, 11, 12, 13]);
});
