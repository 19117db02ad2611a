import type { View } from '../../../extension/protocol/engine.ts';
import { drawnSticker } from '../browser/drawnSticker.ts';
import { exampleDataset } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';

/* Two thousand described stickers, opened while two of them are selected. */

const count = 2000;
const views: readonly View[] = ['intention', 'style', 'roles', 'details'];
const idOf = (index: number): string => `pack/${String(index).padStart(4, '0')}.png`;
const indexOf = (id: string): number => Number(/\d+/.exec(id));
const page = (offset: number, limit: number): number[] => Array.from({ length: Math.min(limit, count - offset) }, (_, k) => offset + k);

scriptHost({ dataset: exampleDataset(count), filter: {}, selected: [idOf(1200), idOf(1202)] }, {
  'runs/list': () => [],
  'batch/read': () => null,
  'descriptions/page': ({ offset, limit }) => ({
    total: count, rows: page(offset, limit).map((index) => ({ id: idOf(index), label: index % 7, views: views.map((view) => ({ view, text: `${view} of ${index}`, state: 'given', version: 0 })) })),
  }),
  'gallery/position': ({ id }) => ({ position: indexOf(id) < count ? indexOf(id) : -1 }),
  'thumbnail/read': async ({ ids }) => ({ thumbnails: await Promise.all(ids.map(async (id) => ({ id, bytes: await drawnSticker('#fc3', id.slice(5, 9)), reason: null }))) }),
});
