import { expect, test } from 'vitest';
import { fingerprintDataset } from '../../../engine/dataset/fingerprint.ts';
import type { Sticker } from '../../../engine/dataset/sticker.ts';

const sticker: Sticker = { id: 'a', split: 'train', label: 0, votes: [], text: 'x', topic: '', descriptions: { style: 's' }, attributes: {} };
const of = (change: Partial<Sticker>, classes = ['joy']) => fingerprintDataset({ classes, stickers: [{ ...sticker, ...change }] });

test('every part a run learns from changes the fingerprint, and nothing else does', () => {
  const changes = [of({}), of({ id: 'b' }), of({ split: 'test' }), of({ label: null }), of({ text: 'y' }), of({ descriptions: { roles: 's' } }), of({}, ['rage'])];
  expect(new Set(changes).size).toBe(changes.length);
  expect(of({ votes: [0], topic: 't', attributes: { a: 'b' } })).toBe(of({}));
  expect(of({})).toMatch(/^[0-9a-f]{64}$/);
});
