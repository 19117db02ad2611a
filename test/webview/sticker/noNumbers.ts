import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { describeStickers } from './board/describedStickers.ts';

/* One sticker whose probabilities were NaN, which JSON has as null. */

const id = 'pack/a.png';
scriptHost({ dataset: exampleDataset(1), id, filter: {}, run: exampleRun().run, selected: [] }, {
  ...describeStickers({ [id]: {} }),
  'gallery/position': () => ({ position: 0 }),
  'gallery/page': () => ({ total: 1, tiles: [] }),
  'verdict/list': () => [],
  'sticker/read': () => ({
    id, split: 'test', label: 0, prediction: 0, votes: [], text: '', topic: '', attributes: {}, descriptions: {},
    probabilities: exampleRun().classes.map(() => null as unknown as number), predictedClasses: exampleRun().classes,
  }),
  'picture/read': () => ({ bytes: null, reason: 'No picture here.', width: 0, height: 0, format: 'png' }),
});
