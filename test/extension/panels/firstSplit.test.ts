import { expect, test } from 'vitest';
import { firstSplit } from '../../../extension/panels/firstSplit.ts';

test('test before validation before training; validation where nothing has been predicted', () => {
  expect(firstSplit(['train', 'validation', 'test'])).toBe('test');
  expect(firstSplit(['train', 'validation'])).toBe('validation');
  expect(firstSplit(['train'])).toBe('train');
  expect(firstSplit([])).toBe('validation');
});
