import { expect, test } from 'vitest';
import { createSharedSelection } from '../../../extension/panels/sharedSelection.ts';

function window(kept = new Map<string, unknown>()) {
  const told: { root: string; ids: readonly string[]; sender: unknown }[] = [];
  const selection = createSharedSelection(
    { tell: (_type, root, params, sender) => void told.push({ root, ids: (params as { ids: string[] }).ids, sender }) },
    { get: (key: string) => kept.get(key) as never, update: async (key: string, value: unknown) => void kept.set(key, structuredClone(value)) },
  );
  return { selection, told, kept };
}

test('a selection is told to the other panels of its dataset, once, and is there after a reload', async () => {
  const sender = { type: 'webview' as const, webviewId: 'gallery-1' };
  const { selection, told, kept } = window();
  expect(selection.of('/a')).toEqual([]);
  await selection.select('/a', ['1.png', '2.png'], sender);
  await selection.select('/b', ['1.png']);
  await selection.select('/a', ['1.png', '2.png']);
  expect(told).toEqual([{ root: '/a', ids: ['1.png', '2.png'], sender }, { root: '/b', ids: ['1.png'], sender: undefined }]);
  const reloaded = window(kept);
  expect([reloaded.selection.of('/a'), reloaded.selection.of('/b')]).toEqual([['1.png', '2.png'], ['1.png']]);
  await reloaded.selection.select('/a', []);
  expect([reloaded.selection.of('/a'), reloaded.told.length, window(kept).selection.of('/a')]).toEqual([[], 1, []]);
});

test('another order is another selection: the first one is scrolled to', async () => {
  const { selection, told } = window();
  await selection.select('/a', ['1.png', '2.png']);
  await selection.select('/a', ['2.png', '1.png']);
  expect(told.map(({ ids }) => ids[0])).toEqual(['1.png', '2.png']);
});

test('a selection too large to be kept is there until the reload, and no older one takes its place', async () => {
  const many = Array.from({ length: 20_001 }, (_, i) => `${i}.png`);
  const { selection, kept } = window();
  await selection.select('/a', ['1.png']);
  await selection.select('/a', many);
  expect(selection.of('/a')).toHaveLength(20_001);
  expect(window(kept).selection.of('/a')).toEqual([]);
});
