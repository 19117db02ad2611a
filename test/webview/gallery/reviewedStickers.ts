import { drawnSticker } from '../browser/drawnSticker.ts';
import { exampleDataset } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';

/* A thousand stickers whose texts are generated, until they are reviewed. */

const count = 1000;
const reviewed = new Set<string>();
const idOf = (index: number): string => `pack/${String(index).padStart(4, '0')}.png`;
const all = Array.from({ length: count }, (_, index) => idOf(index));

declare global {
  interface Window {
    /** These were reviewed; each is told on its own. */
    review: (ids: readonly string[]) => void;
  }
}
window.review = (ids) => {
  for (const id of ids) {
    reviewed.add(id);
    window.scriptedHost.tell('descriptions/didChange', { root: '/data/stickers', ids: [id] });
  }
};

scriptHost({ dataset: exampleDataset(count), filter: { descriptions: { states: ['generated'], view: null } }, run: null, runs: [], selected: [] }, {
  'gallery/page': ({ filter, offset, limit }) => {
    const passing = all.filter((id) => !filter.descriptions || !reviewed.has(id));
    return { total: passing.length, tiles: passing.slice(offset, offset + limit).map((id) => ({ id, split: 'test', label: 0, prediction: null })) };
  },
  'gallery/position': ({ id }) => ({ position: all.filter((each) => !reviewed.has(each)).indexOf(id) }),
  'thumbnail/read': async ({ ids }) => ({ thumbnails: await Promise.all(ids.map(async (id) => ({ id, bytes: await drawnSticker('#9df', id.slice(5, 9)), reason: null }))) }),
});
