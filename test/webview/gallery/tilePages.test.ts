import { expect, test } from 'vitest';
import { TilePages, type TilePage } from '../../../webview/gallery/tilePages.ts';

const total = 100_000;
const page = (offset: number, limit: number): TilePage => ({
  total, tiles: Array.from({ length: Math.min(limit, total - offset) }, (_, k) => ({ id: `s${offset + k}`, split: 'train', label: 0, prediction: null })),
});
const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

test('reads the pages in view once and knows the total', async () => {
  const offsets: number[] = [];
  const pages = new TilePages({ read: async (offset, limit) => { offsets.push(offset); return page(offset, limit); }, onChange: () => {}, onFailure: (reason) => { throw reason; } });
  pages.show(100, 130);
  await settled();
  pages.show(100, 140);
  expect(offsets).toEqual([0, 120]);
  expect(pages.total).toBe(total);
  expect(pages.tile(125)?.id).toBe('s125');
  expect(pages.tile(5000)).toBeNull();
});

test('drops pages far away, never those in view', async () => {
  const pages = new TilePages({ read: async (offset, limit) => page(offset, limit), onChange: () => {}, onFailure: (reason) => { throw reason; } });
  for (let at = 0; at < 90; at++) {
    pages.show(at * 120, at * 120 + 30);
    await settled();
  }
  expect(pages.tile(0)).toBeNull();
  expect(pages.tile(89 * 120)?.id).toBe(`s${89 * 120}`);
});

test('stops reading pages that were scrolled past, and what is disposed of stays silent', async () => {
  const signals: AbortSignal[] = [];
  const answers: (() => void)[] = [];
  let changes = 0;
  const pages = new TilePages({
    read: (offset, limit, signal) => new Promise((resolve) => { signals.push(signal); answers.push(() => { resolve(page(offset, limit)); }); }),
    onChange: () => { changes++; }, onFailure: (reason) => { throw reason; },
  });
  pages.show(0, 30);
  pages.show(50_000, 50_030);
  expect(signals[0].aborted).toBe(true);
  pages.dispose();
  for (const answer of answers) answer();
  await settled();
  expect(changes).toBe(0);
});
