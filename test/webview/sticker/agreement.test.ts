import { expect, test } from 'vitest';
import { agreement } from '../../../webview/sticker/agreement.ts';

test('agreement of the votes in words', () => {
  expect(agreement([1, 1, 1])).toBe('all 3 agree');
  expect(agreement([1, 2, 1])).toBe('2 of 3 agree');
  expect(agreement([1, 2, 3])).toBe('no two agree');
});
