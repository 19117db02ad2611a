import { drawnSticker } from '../browser/drawnSticker.ts';
import { exampleDataset } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';

/* A thousand stickers, opened while three of them are selected, the last of which the dataset no longer has; those of label 0 have a verdict. */

const count = 1000;
const idOf = (index: number): string => `pack/${String(index).padStart(4, '0')}.png`;
const all = Array.from({ length: count }, (_, index) => idOf(index));
let judged = all.filter((_, index) => index % 7 === 0);

declare global {
  interface Window {
    takeVerdictBack: (id: string) => void;
  }
}
window.takeVerdictBack = (id) => {
  judged = judged.filter((each) => each !== id);
  window.scriptedHost.tell('verdict/didChange', { root: '/data/stickers', id });
};

scriptHost({ dataset: exampleDataset(count), filter: {}, run: null, runs: [], selected: [idOf(640), idOf(7), 'pack/gone.png'] }, {
  'gallery/page': ({ filter, offset, limit }) => {
    const passing = filter.verdicts ? filter.verdicts.includes('label') ? judged : [] : all;
    return { total: passing.length, tiles: passing.slice(offset, offset + limit).map((id) => ({ id, split: 'test', label: all.indexOf(id) % 7, prediction: null })) };
  },
  'gallery/position': ({ filter, id }) => ({ position: (filter.verdicts ? judged : all).indexOf(id) }),
  'thumbnail/read': async ({ ids }) => ({ thumbnails: await Promise.all(ids.map(async (id) => ({ id, bytes: await drawnSticker('#9df', id.slice(5, 9)), reason: null }))) }),
});
