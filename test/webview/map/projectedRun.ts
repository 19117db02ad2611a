import type { RunView } from '../../../extension/protocol/engine.ts';
import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { columnsOf, count, ids, mapOf, otherPredictionOf, predictionOf, readThumbnails } from './drawnMaps.ts';

/*
 * No map until it is asked for. PCA is there at once; t-SNE takes until it is cancelled the first time, and the second time
 * moves its points until the test says that it is done. Stickers 3 and 10 are no longer in the dataset; 12 cannot be found by words.
 */

declare global {
  interface Window {
    /** Ends the t-SNE under way. */
    settleMap: () => void;
    shownRun: RunView;
  }
}

const run = exampleRun();
window.shownRun = run;
/** Without a map. */
const other = exampleRun({ run: '/data/stickers/.sticker-lab/runs/tiny-2', name: 'tiny-2' });
const stored = new Set<string>();
let tries = 0;

scriptHost({
  dataset: exampleDataset(count), run, map: { split: 'test', sample: 'all', features: 'fused', method: 'tsne', seed: 1 }, other: null, coloring: 'label', hidden: [], runs: [other, run], selected: ['pack/1.png', 'pack/8.png', 'elsewhere/1.png'],
}, {
  'map/read': ({ run: of, map }) => (of === run.run && stored.has(JSON.stringify(map)) ? mapOf(map) : null),
  'map/compute': async ({ run: of, map }, signal) => {
    const done = mapOf(map);
    if (map.method === 'tsne') {
      tries += 1;
      const tell = (iteration: number) => {
        const scale = iteration / 1000;
        window.scriptedHost.tell('map/didProgress', {
          run: of, map, activity: `t-SNE: ${iteration} of 1000`, iteration, iterations: 1000, kl: 3 - scale,
          layout: { ids, x: done.x.map((value) => value * scale), y: done.y.map((value) => value * scale) },
        });
      };
      tell(100);
      if (tries === 1) await new Promise((resolve) => { signal.addEventListener('abort', resolve); });
      else {
        tell(500);
        await new Promise<void>((resolve) => { window.settleMap = resolve; });
      }
    }
    if (!signal.aborted) stored.add(JSON.stringify(map));
    return done;
  },
  'map/columns': ({ other: against }) => columnsOf(predictionOf, against === null ? null : otherPredictionOf, new Set([3, 10])),
  'gallery/ids': ({ filter }) => ({ ids: [...ids.filter((id) => id.includes(filter.search ?? '')), 'elsewhere/12.png'] }),
  'thumbnail/read': readThumbnails,
});
