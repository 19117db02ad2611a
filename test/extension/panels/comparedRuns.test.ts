import { expect, test } from 'vitest';
import type { Split } from '../../../engine/dataset/sticker.ts';
import { compareOn, stillCompared } from '../../../extension/panels/comparedRuns.ts';

const run = (name: string, ...predicted: Split[]) => ({ run: name, predicted });

test('two runs are compared on a split that both have predicted, the last one where it is such', () => {
  const runs = [run('a', 'validation', 'test'), run('b', 'validation', 'train'), run('c', 'test', 'validation'), run('d')];
  expect(compareOn(runs, 'a', 'c', undefined)).toEqual({ first: 'a', second: 'c', split: 'test' });
  expect(compareOn(runs, 'a', 'c', 'validation').split).toBe('validation');
  expect(compareOn(runs, 'a', 'b', 'test').split).toBe('validation');
  expect(compareOn(runs, 'a', 'd', 'train').split).toBe('train');
  expect(compareOn(runs, 'a', 'd', undefined).split).toBe('validation');
});

test('a run that is gone is no longer compared', () => {
  const runs = [run('a', 'train'), run('b', 'validation')];
  expect(stillCompared(runs, undefined)).toEqual({ first: null, second: null, split: 'validation' });
  expect(stillCompared(runs, { first: 'a', second: 'b', split: 'train' })).toEqual({ first: 'a', second: 'b', split: 'train' });
  expect(stillCompared(runs, { first: 'gone', second: 'b', split: 'train' })).toEqual({ first: null, second: 'b', split: 'train' });
});
