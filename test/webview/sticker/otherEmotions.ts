import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { describeStickers } from './board/describedStickers.ts';

/* One sticker, labelled anger (0 in the dataset), of which the run's own class list has anger as 1. */

const id = 'pack/a.png';
scriptHost({ dataset: exampleDataset(1), id, filter: {}, run: exampleRun().run, selected: [] }, {
  ...describeStickers({ [id]: {} }),
  'gallery/position': () => ({ position: 0 }),
  'gallery/page': () => ({ total: 1, tiles: [] }),
  'sticker/read': () => ({
    id, split: 'test', label: 0, prediction: 1, votes: [], text: '', topic: '', attributes: {}, descriptions: {},
    probabilities: [0.36, 0.64], predictedClasses: ['admiration', 'anger'],
  }),
  'picture/read': () => ({ bytes: null, reason: 'No picture here.', width: 0, height: 0, format: 'png' }),
});
