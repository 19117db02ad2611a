import { expect, test } from 'vitest';
import type { EpochMetrics, StepMetrics } from '../../../extension/protocol/engine.ts';
import { bestEpoch, noMetrics, withEntries } from '../../../webview/run/metricsSeries.ts';
import { thinSteps } from '../../../webview/run/thinSteps.ts';

const step = (number: number, loss = number): StepMetrics => ({ kind: 'step', epoch: Math.ceil(number / 2), step: number, learningRate: 1, loss, crossEntropy: loss / 2, contrastive: 0, mlce: 0 });
const epoch = (number: number, best: boolean): EpochMetrics => ({ kind: 'epoch', epoch: number, step: number * 2, seconds: 1, train: { loss: 0, accuracy: 0 }, validation: { loss: 0, accuracy: 0, weightedF1: 0 }, best });

test('entries are appended, and the latest best epoch is found', () => {
  const series = withEntries(withEntries(noMetrics, [step(1), step(2), epoch(1, true)]), [step(3), step(4), epoch(2, false)]);
  expect(series.steps.map((each) => each.step)).toEqual([1, 2, 3, 4]);
  expect(bestEpoch(series)?.epoch).toBe(1);
  expect(bestEpoch(noMetrics)).toBeNull();
});

test('a resumed run replaces the steps after its checkpoint', () => {
  const before = withEntries(noMetrics, [step(1), step(2), epoch(1, true), step(3), step(4), epoch(2, true), step(5)]);
  const after = withEntries(before, [step(3, 30), step(4, 40), epoch(2, false)]);
  expect(after.steps.map(({ loss }) => loss)).toEqual([1, 2, 30, 40]);
  expect(after.epochs.map(({ best }) => best)).toEqual([true, false]);
});

test('thinning keeps short curves and averages long ones', () => {
  const steps = Array.from({ length: 10 }, (_, index) => step(index + 1));
  expect(thinSteps(steps, 'loss', 10).y).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(thinSteps(steps, 'crossEntropy', 4)).toEqual({ x: [3, 6, 9, 10], y: [1, 2.5, 4, 5] });
});
