import type { StickerFilter, StickerTile } from '../../../extension/protocol/engine.ts';
import { drawnSticker } from '../browser/drawnSticker.ts';
import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { describeStickers } from './board/describedStickers.ts';

/* Three stickers pass the filter. The second is broken, the third was not predicted. */

const run = exampleRun().run;
const filter: StickerFilter = { labels: [0] };
const tiles: StickerTile[] = ['a', 'b', 'c'].map((name) => ({ id: `pack/${name}.png`, split: name === 'c' ? 'train' : 'test', label: 0, prediction: null }));
const state = { dataset: exampleDataset(3), id: 'pack/a.png', filter, run, selected: [] };

const given = (text: string) => ({ text, state: 'given' as const });

scriptHost(state, {
  ...describeStickers(Object.fromEntries(tiles.map(({ id }) => [id, { intention: given('Refuses an offer firmly.'), style: given('Thick outlines, flat colours.'), details: given('Red face, crossed arms.') }]))),
  'gallery/position': ({ id }) => ({ position: tiles.findIndex((tile) => tile.id === id) }),
  'gallery/page': ({ offset, limit }) => ({ total: tiles.length, tiles: tiles.slice(offset, offset + limit) }),
  'sticker/read': ({ id }) => ({
    ...tiles.find((tile) => tile.id === id)!,
    votes: [0, 0, 2], text: 'NO WAY\nnot again', topic: 'Grumpy cat', attributes: { metaphor: 'literal' },
    descriptions: { intention: 'Refuses an offer firmly.', style: 'Thick outlines, flat colours.', details: 'Red face, crossed arms.' },
    probabilities: id === 'pack/c.png' ? null : [0.21, 0.02, 0.64, 0.03, 0.04, 0.05, 0.01],
    predictedClasses: exampleDataset(3).classes,
  }),
  'picture/read': async ({ id }) => (id === 'pack/b.png'
    ? { bytes: null, reason: 'The file ends in the middle of the picture.', width: 0, height: 0, format: 'png' }
    : { bytes: await drawnSticker('#f66', id.slice(5, 6)), reason: null, width: 96, height: 96, format: 'webp' }),
}, (method, params: { ids: readonly string[] }) => {
  if (method === 'selection') window.scriptedHost.tell('panel/state', { ...state, id: params.ids[0] });
});
