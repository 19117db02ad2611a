import { expect, test } from 'vitest';
import { toFailure } from '../../../webview/ui/failure.ts';
import { formatCount, formatDuration, formatPercent } from '../../../webview/ui/formatNumber.ts';

test('a request failure keeps its file and remedy; anything else still has a message', () => {
  expect(toFailure({ message: 'Full.', data: { file: '/a', remedy: 'Make room.' } })).toEqual({ message: 'Full.', data: { file: '/a', remedy: 'Make room.' } });
  expect(toFailure(new Error('boom'))).toEqual({ message: 'boom', data: { file: '', remedy: '' } });
  expect(toFailure(undefined).message).toBe('undefined');
  expect(toFailure({}).message).not.toBe('');
});

test('numbers for people', () => {
  expect(formatCount(2100)).toBe('2,100');
  expect(formatPercent(0.91362)).toBe('91.4 %');
  expect([59.4, 95, 3725].map(formatDuration)).toEqual(['59 s', '1 min 35 s', '1 h 2 min']);
});
