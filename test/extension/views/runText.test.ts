import { expect, test } from 'vitest';
import type { RunView } from '../../../engine/service/requests.ts';
import type { RunStatus } from '../../../engine/train/runRecord.ts';
import { duration, progressText, runDescription } from '../../../extension/views/runText.ts';

const status: RunStatus = {
  state: 'training', pid: 1, host: 'h', at: '', activity: 'reading pictures', epoch: 3, epochs: 10, step: 1, steps: 9, imagesPerSecond: 45.3, secondsLeft: 130, device: 'cpu',
};
const run = (more: Partial<RunView>): RunView => ({ run: '/r/a', name: 'a', preset: 'tiny', recipe: 'paper', classes: [], created: '', state: 'training', status, result: null, predicted: [], notes: [], ...more });

test('the status bar tells epoch, speed and time left, as far as they are known', () => {
  expect(progressText(run({}))).toBe('a: epoch 3/10 · 45 images/s · 2 min left');
  expect(progressText(run({ status: { ...status, imagesPerSecond: 0.44, secondsLeft: null } }))).toBe('a: epoch 3/10 · 0.4 images/s');
  expect(progressText(run({ state: 'preparing' }))).toBe('a: reading pictures');
  expect(progressText(run({ state: 'starting', status: null }))).toBe('a: starting');
});

test('the tree tells how far a run is or came', () => {
  const result = { run: '/r/a', epochs: 10, best: { epoch: 7, split: 'validation' as const, accuracy: 0.9123, weightedF1: 0.9 }, secondsPerImage: 1, peakMemoryBytes: 1, device: 'cpu' };
  expect(runDescription(run({}))).toBe('epoch 3/10');
  expect(runDescription(run({ state: 'done', result }))).toBe('validation 91.2 % at epoch 7/10');
  expect(runDescription(run({ state: 'interrupted' }))).toBe('interrupted at epoch 3/10');
  expect(runDescription(run({ state: 'unreadable', status: null }))).toBe('unreadable');
});

test('durations for people', () => {
  expect([5, 89, 90, 3600, 7500].map(duration)).toEqual(['5 s', '89 s', '2 min', '60 min', '2 h 5 min']);
});
