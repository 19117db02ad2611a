import { expect, test } from 'vitest';
import type { Host } from '../../../webview/host/host.ts';
import { readNeighbours } from '../../../webview/sticker/neighbours.ts';

const ids = ['a', 'b', 'c'];
const engine = (async (method: string, params: { id?: string; offset?: number; limit?: number }) => (method === 'gallery/position'
  ? { position: ids.indexOf(params.id!) }
  : { total: ids.length, tiles: ids.slice(params.offset, params.offset! + params.limit!).map((id) => ({ id })) })) as unknown as Host['engine'];
const around = (id: string) => readNeighbours({ engine }, '/data', {}, id, new AbortController().signal);

test('the first, a middle and the last sticker have the neighbours they should', async () => {
  expect(await around('a')).toEqual({ position: 0, total: 3, previous: null, next: 'b' });
  expect(await around('b')).toEqual({ position: 1, total: 3, previous: 'a', next: 'c' });
  expect(await around('c')).toEqual({ position: 2, total: 3, previous: 'b', next: null });
});

test('a sticker outside the filter has none', async () => {
  expect(await around('z')).toEqual({ position: -1, total: 3, previous: null, next: null });
});
