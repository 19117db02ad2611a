import { drawnSticker } from '../browser/drawnSticker.ts';
import { classes, exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';

const count = 1_000_000;
const run = exampleRun();
const idOf = (index: number): string => `pack/${String(index).padStart(7, '0')}.png`;
const colors = ['#f66', '#6c6', '#c9f', '#fc3', '#ccc', '#69f', '#9df'];

scriptHost({ dataset: { ...exampleDataset(count), notes: ['Label 3 is happiness, by the class counts.'] }, filter: {}, run: run.run, runs: [run], selected: [] }, {
  'gallery/page': ({ filter, offset, limit }) => {
    if (filter.search === 'nothing') return { total: 0, tiles: [] };
    const ids = filter.selection?.ids ?? null;
    const total = ids?.length ?? count;
    const length = Math.max(0, Math.min(limit, total - offset));
    return {
      total,
      tiles: Array.from({ length }, (_, k) => {
        const index = ids ? Number(/\d+/.exec(ids[offset + k])) : offset + k;
        return { id: idOf(index), split: 'test', label: index % 7, prediction: index % 5 === 0 ? (index + 1) % 7 : index % 7 };
      }),
    };
  },
  'gallery/position': ({ id }) => ({ position: Number(/\d+/.exec(id)) }),
  'thumbnail/read': async ({ ids }) => {
    await new Promise((resolve) => { setTimeout(resolve, 60); });
    return {
      thumbnails: await Promise.all(ids.map(async (id) => {
        const index = Number(/\d+/.exec(id));
        if (index === 3) return { id, bytes: null, reason: 'The file is empty (0 bytes).' };
        return { id, bytes: await drawnSticker(colors[index % 7], classes[index % 7].slice(0, 7)), reason: null };
      })),
    };
  },
});
