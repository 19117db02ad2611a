import { expect, test } from 'vitest';
import { lookAfterKey, type AttentionLook } from '../../../../webview/sticker/attention/attentionLook.ts';

const look: AttentionLook = { kind: 'attention', stage: 4, opacity: 0.9, against: 'nothing' };
const after = (keys: string, from = look): AttentionLook => keys.split('').reduce((now, key) => lookAfterKey(now, key)!, from);

test('stages end at the first and at all four', () => {
  expect([after('[').stage, after('[[[').stage, after('[[[[').stage]).toEqual([3, 1, 1]);
  expect([after(']').stage, after(']]').stage, after(']]]]]][').stage]).toEqual(['all', 'all', 4]);
});

test('opacity goes by tenths and ends at 0 and 1', () => {
  expect([after('+').opacity, after('==').opacity, after('-').opacity, after('-'.repeat(12)).opacity]).toEqual([1, 1, 0.8, 0]);
});

test('other keys mean nothing', () => {
  for (const key of ['h', '1', 'ArrowRight', '_']) expect(lookAfterKey(look, key)).toBeNull();
});
