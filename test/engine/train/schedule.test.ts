import { expect, test } from 'vitest';
import { applySettings } from '../../../engine/train/applySettings.ts';
import { presets } from '../../../engine/train/presets.ts';
import { recipes } from '../../../engine/train/recipes.ts';
import { peakLearningRate, scheduledRate } from '../../../engine/train/schedule.ts';

const released = applySettings(presets.paper, recipes.released);

test('the linear rule makes 6.25e-5 of the paper\'s 1e-3 on two devices of 16; 0 takes it literally', () => {
  expect(peakLearningRate(presets.paper)).toBeCloseTo(6.25e-5, 12);
  expect(peakLearningRate({ ...presets.paper, learningRateBatch: 0 })).toBe(1e-3);
});

test('the released schedule has the rates of its log, epoch by epoch', () => {
  const rate = (epoch: number) => scheduledRate(released, epoch, (epoch - 1) * 672 + 1, 672);
  const logged = [[1, 1e-5], [2, 1e-5], [3, 2.05e-5], [4, 3.1e-5], [5, 4.15e-5], [6, 5.2e-5], [7, 6.122e-5], [8, 6.066e-5], [9, 6e-5], [10, 5.925e-5], [49, 1.046e-5], [50, 1.021e-5]] as const;
  for (const [epoch, expected] of logged) expect(Math.abs(rate(epoch) - expected)).toBeLessThan(6e-9);
  expect(scheduledRate(released, 3, 3 * 672, 672)).toBe(rate(3));
});

test('by step, the rate rises within an epoch', () => {
  expect(scheduledRate(presets.paper, 1, 2, 100)).toBeGreaterThan(scheduledRate(presets.paper, 1, 1, 100));
  expect(scheduledRate(presets.paper, 5, 500, 100)).toBeCloseTo(6.25e-5, 12);
});
