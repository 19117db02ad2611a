import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { columnsOf, count, mapOf, otherPredictionOf, predictionOf, readThumbnails } from './drawnMaps.ts';

/* Two runs with maps, the other's turned by a radian unless it is asked for aligned; of PCA the other has none until it is computed. */

const run = exampleRun();
const other = exampleRun({ run: '/data/stickers/.sticker-lab/runs/tiny-2', name: 'tiny-2' });
let computed = false;

scriptHost({
  dataset: exampleDataset(count), run, map: { split: 'test', sample: 'all', features: 'fused', method: 'tsne', seed: 1 }, other: other.run, coloring: 'label', hidden: [], runs: [other, run], selected: [],
}, {
  'map/read': ({ run: of, map, alignTo }) => {
    if (of === run.run) return mapOf(map);
    return map.method === 'pca' && !computed ? null : mapOf(map, alignTo === run.run ? 0 : 1);
  },
  'map/compute': ({ map }) => {
    computed = true;
    return mapOf(map, 1);
  },
  'map/columns': ({ run: of, other: against }) => (of === run.run ? columnsOf(predictionOf, against === null ? null : otherPredictionOf) : columnsOf(otherPredictionOf, against === null ? null : predictionOf)),
  'thumbnail/read': readThumbnails,
});
