import { expect, test } from 'vitest';
import { drawCrop, fillPicture, wholePicture } from '../../../engine/train/augmentation.ts';

const normalized = (value: number, channel: number) => (value / 255 - [0.485, 0.456, 0.406][channel]) / [0.229, 0.224, 0.225][channel];

test('a whole picture of the model\'s size passes through unchanged but for normalisation', () => {
  const pixels = Uint8Array.from({ length: 4 * 4 * 3 }, (_, i) => i * 5);
  const target = new Float32Array(2 * 3 * 16);
  fillPicture(target, 48, 4, pixels, 4, wholePicture(4));
  expect(target.subarray(0, 48).every((x) => x === 0)).toBe(true);
  for (const [c, y, x] of [[0, 0, 0], [1, 2, 3], [2, 3, 1]] as const) expect(target[48 + c * 16 + y * 4 + x]).toBeCloseTo(normalized(pixels[(y * 4 + x) * 3 + c], c), 5);
});

test('flipping mirrors columns; halving averages', () => {
  const pixels = new Uint8Array(4 * 4 * 3).map((_, i) => (Math.floor(i / 3) % 4) * 60);
  const flipped = new Float32Array(3 * 16);
  fillPicture(flipped, 0, 4, pixels, 4, { ...wholePicture(4), flip: true });
  expect(flipped[0]).toBeCloseTo(normalized(180, 0), 5);
  expect(flipped[3]).toBeCloseTo(normalized(0, 0), 5);
  const half = new Float32Array(3 * 4);
  fillPicture(half, 0, 2, pixels, 4, wholePicture(4));
  expect(half[0]).toBeCloseTo(normalized(30, 0), 5);
  expect(half[1]).toBeCloseTo(normalized(150, 0), 5);
});

test('a crop belongs to (seed, epoch, sticker), lies inside, and keeps the least area asked for', () => {
  const config = { minimumArea: 0.3, flip: 0.5 };
  const draw = (epoch: number, id: string) => drawCrop(100, config, 7, epoch, id);
  expect(draw(1, 'a')).toEqual(draw(1, 'a'));
  expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
  expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
  const crops = Array.from({ length: 300 }, (_, i) => draw(1, String(i)));
  for (const { left, top, width, height } of crops) {
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect(Math.max(left + width, top + height)).toBeLessThanOrEqual(100.0001);
    // Where an elongated crop does not fit, its long side is cut to the picture's.
    expect(width * height).toBeGreaterThan(0.3 * 10_000 * 0.85);
  }
  const flips = crops.filter(({ flip }) => flip).length;
  expect(flips).toBeGreaterThan(110);
  expect(flips).toBeLessThan(190);
  expect(drawCrop(100, { minimumArea: 1, flip: 0 }, 7, 1, 'a')).toEqual(wholePicture(100));
});
