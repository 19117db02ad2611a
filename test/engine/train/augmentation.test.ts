import { expect, test } from 'vitest';
import { createRandom } from '../../../engine/random/random.ts';
import { augment, drawAugmentation, drawBox } from '../../../engine/train/augmentation.ts';
import { normalizePixels } from '../../../engine/train/normalize.ts';
import type { AugmentationConfig } from '../../../engine/train/runConfig.ts';
import { picture } from '../images/augmentationCases.ts';

const config: AugmentationConfig = { minimumArea: 0.3, flip: 0.5, randAugment: 9, repeats: 3, evaluationCrop: 0.875 };
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const boxes = (width: number, height: number, minimumArea: number) => Array.from({ length: 2000 }, (_, i) => drawBox(createRandom('boxes', i), width, height, minimumArea));

test('a draw belongs to (seed, epoch, sticker, copy)', () => {
  const noise = picture('noise');
  const draw = (seed: number, epoch: number, id: string, copy: number) => drawAugmentation(noise, config, seed, epoch, id, copy);
  expect(draw(7, 1, 'a', 0)).toEqual(draw(7, 1, 'a', 0));
  for (const other of [draw(8, 1, 'a', 0), draw(7, 2, 'a', 0), draw(7, 1, 'b', 0), draw(7, 1, 'a', 1)]) expect(draw(7, 1, 'a', 0)).not.toEqual(other);
  const flips = Array.from({ length: 1000 }, (_, i) => draw(7, 1, String(i), 0).flip).filter(Boolean).length;
  expect(flips).toBeGreaterThan(450);
  expect(flips).toBeLessThan(550);
});

test('random crops lie inside, their areas uniform and their aspects log-uniform', () => {
  const drawn = boxes(400, 400, 0.2);
  for (const { left, top, width, height } of drawn) {
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect(Math.max(left + width, top + height)).toBeLessThanOrEqual(400);
    expect(Math.abs(Math.log(width / height))).toBeLessThan(Math.log(4 / 3) + 0.02);
  }
  const areas = drawn.map(({ width, height }) => (width * height) / 160_000);
  expect(Math.min(...areas)).toBeCloseTo(0.2, 1);
  expect(mean(drawn.map(({ width, height }) => Math.log(width / height)))).toBeCloseTo(0, 1);
  // Where all shapes fit, areas are uniform: below 0.75 they do.
  const small = areas.filter((area) => area < 0.7);
  expect(mean(small)).toBeCloseTo(0.45, 1);
  // Crops reach every edge.
  expect(Math.min(...drawn.map(({ left }) => left))).toBe(0);
  expect(Math.max(...drawn.map(({ left, width }) => left + width))).toBe(400);
});

test('where no shape fits, the largest centre crop of an allowed aspect is taken', () => {
  for (const box of boxes(1000, 10, 0.9)) expect(box).toEqual({ left: 493, top: 0, width: 13, height: 10 });
  for (const box of boxes(10, 1000, 0.9)) expect(box).toEqual({ left: 0, top: 493, width: 10, height: 13 });
  for (const box of boxes(1, 1, 0.1)) expect(box).toEqual({ left: 0, top: 0, width: 1, height: 1 });
});

test('with crops, flips and RandAugment off a picture stays as it is', () => {
  const noise = picture('noise');
  const drawn = drawAugmentation(noise, { ...config, minimumArea: 1, flip: 0, randAugment: 0 }, 7, 1, 'a', 0);
  expect(drawn).toEqual({ box: null, flip: false, operations: [] });
  expect(augment(noise, drawn, 24)).toBe(noise);
});

test('augmenting leaves the picture it starts from alone', () => {
  const noise = picture('noise');
  for (let i = 0; i < 60; i++) augment(noise, drawAugmentation(noise, config, 7, 1, String(i), 0), 16);
  expect(noise).toEqual(picture('noise'));
});

test('bytes become planes normalised by ImageNet\'s statistics', () => {
  const target = new Float32Array(12);
  normalizePixels(target, 6, Uint8Array.of(0, 128, 255, 10, 20, 30));
  expect(target.subarray(0, 6).every((value) => value === 0)).toBe(true);
  const normalized = (value: number, channel: number) => (value / 255 - [0.485, 0.456, 0.406][channel]) / [0.229, 0.224, 0.225][channel];
  [[0, 0], [10, 0], [128, 1], [20, 1], [255, 2], [30, 2]].forEach(([value, channel], i) => expect(target[6 + i]).toBeCloseTo(normalized(value, channel), 5));
});
