import { expect, test } from 'vitest';
import { Pages, type Page } from '../../../webview/grid/pages.ts';

const total = 100_000;
const pageSize = 120;
const page = (offset: number, limit: number): Page<{ id: string }> => ({ total, items: Array.from({ length: Math.min(limit, total - offset) }, (_, k) => ({ id: `s${offset + k}` })) });
const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

test('reads the pages in view once and knows the total', async () => {
  const offsets: number[] = [];
  const pages = new Pages<{ id: string }>({ pageSize, read: async (offset, limit) => { offsets.push(offset); return page(offset, limit); }, onChange: () => {}, onFailure: (reason) => { throw reason; } });
  pages.show(100, 130);
  await settled();
  pages.show(100, 140);
  expect(offsets).toEqual([0, 120]);
  expect(pages.total).toBe(total);
  expect(pages.item(125)?.id).toBe('s125');
  expect(pages.item(5000)).toBeNull();
});

test('drops pages far away, never those in view', async () => {
  const pages = new Pages<{ id: string }>({ pageSize, read: async (offset, limit) => page(offset, limit), onChange: () => {}, onFailure: (reason) => { throw reason; } });
  for (let at = 0; at < 90; at++) {
    pages.show(at * 120, at * 120 + 30);
    await settled();
  }
  expect(pages.item(0)).toBeNull();
  expect(pages.item(89 * 120)?.id).toBe(`s${89 * 120}`);
});

test('stops reading pages that were scrolled past, and what is disposed of stays silent', async () => {
  const signals: AbortSignal[] = [];
  const answers: (() => void)[] = [];
  let changes = 0;
  const pages = new Pages<{ id: string }>({
    pageSize, read: (offset, limit, signal) => new Promise((resolve) => { signals.push(signal); answers.push(() => { resolve(page(offset, limit)); }); }),
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

test('outdated pages stay until they have come anew, and changed items take the place of the present ones', async () => {
  let said = 'a';
  const pages = new Pages<{ id: string; text: string }>({
    pageSize, onChange: () => {}, onFailure: (reason) => { throw reason; },
    read: async (offset, limit) => ({ total, items: page(offset, limit).items.map(({ id }) => ({ id, text: said })) }),
  });
  pages.show(0, 30);
  await settled();
  pages.update((item) => (item.id === 's3' ? { ...item, text: 'mine' } : item));
  expect([pages.item(2)?.text, pages.item(3)?.text]).toEqual(['a', 'mine']);
  said = 'b';
  pages.outdate();
  pages.show(0, 30);
  expect(pages.item(3)?.text).toBe('mine');
  await settled();
  expect(pages.item(3)?.text).toBe('b');
});
