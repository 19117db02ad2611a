import { expect, test } from 'vitest';
import { shownRun } from '../../../extension/panels/shownRun.ts';

const runs = [{ run: '/c', predicted: [] }, { run: '/b', predicted: ['test' as const] }, { run: '/a', predicted: ['test' as const] }];

test('without a choice the newest run that has predictions is shown', () => {
  expect(shownRun(undefined, runs)).toBe('/b');
  expect(shownRun(undefined, runs.slice(0, 1))).toBeNull();
});

test('a choice stays, also that of no run', () => {
  expect(shownRun('/a', runs)).toBe('/a');
  expect(shownRun(null, runs)).toBeNull();
});
