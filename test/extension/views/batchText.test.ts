import { expect, test } from 'vitest';
import { batchText, batchTroubles, planText, unfinishedText } from '../../../extension/views/batchText.ts';

const batch = { state: 'running' as const, total: 30739, done: 1200, failed: 3, skipped: 37, secondsPerSticker: 2.44, secondsLeft: 72_000, trouble: '' };

test('the status bar tells how far the batch is, its pace and the time left, as far as they are known', () => {
  expect(batchText(batch)).toBe('1,200 of 30,739 described · 2.4 s/sticker · 20 h 0 min left · 3 failed');
  expect(batchText({ ...batch, failed: 0, secondsPerSticker: null, secondsLeft: null })).toBe('1,200 of 30,739 described');
});

test('a batch that rests, or that nothing moves, tells so in place of its pace', () => {
  expect(batchText({ ...batch, state: 'paused', failed: 0 })).toBe('1,200 of 30,739 described · paused');
  expect(batchText({ ...batch, failed: 0, trouble: 'no host answers' })).toBe('1,200 of 30,739 described · no host answers');
});

test('troubles of single hosts are named with the host', () => {
  const host = { url: 'http://a', concurrency: 1, done: 0, trouble: '' };
  expect(batchTroubles({ trouble: '', hosts: [host, { ...host, url: 'http://b', trouble: 'cannot be reached' }] })).toEqual(['http://b: cannot be reached']);
  expect(batchTroubles({ trouble: '', hosts: [host] })).toEqual([]);
});

test('a plan tells what there is to do, how long it takes, and what each host does', () => {
  const { whole, hosts } = planText({
    stickers: 30739, texts: 122956, timed: 12, secondsPerSticker: 1.6, hours: 13.66,
    hosts: [{ url: 'http://a', concurrency: 2, secondsPerSticker: 2.4, trouble: '' }, { url: 'http://b', concurrency: 0, secondsPerSticker: 0, trouble: 'cannot be reached' }],
  });
  expect(whole).toBe('30,739 stickers, 122,956 texts, about 13 h 40 min (1.6 s/sticker)');
  expect(hosts).toEqual([{ url: 'http://a', words: '2 at once · 2.4 s/sticker', usable: true }, { url: 'http://b', words: 'cannot be reached', usable: false }]);
});

test('a batch that waits with stickers left is told of before another ends it', () => {
  const left = { ...batch, state: 'paused' as const };
  expect(unfinishedText(left)).toBe('The last batch is paused: 29,499 of 30,739 stickers are left. Once another is started, it can no longer be resumed.');
  expect(unfinishedText({ ...left, state: 'stopped', done: 30698 })).toBe('The last batch was stopped: 1 of 30,739 stickers is left. Once another is started, it can no longer be resumed.');
  expect(unfinishedText({ ...left, state: 'interrupted' })).toContain('The last batch was interrupted: ');
});

test('a batch that runs or has nothing left is in nobody\'s way', () => {
  expect(unfinishedText(batch)).toBeNull();
  expect(unfinishedText({ ...batch, state: 'done' })).toBeNull();
  expect(unfinishedText({ ...batch, state: 'stopped', done: 30699 })).toBeNull();
});
