import type { MapColumns } from '../../../extension/protocol/engine.ts';
import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { columnsOf, count, mapOf, predictionOf } from './drawnMaps.ts';

/* The run's folder is damaged, and its emotions are others. By split: test has one sticker, without a prediction; validation three of whose places are not numbers; all none that is; train is refused. */

const run = exampleRun({ state: 'unreadable', trouble: 'status.json is cut off or damaged.', classes: ['fear', 'joy'] });
const refusal = Object.assign(new Error('The run\'s model has no text of stage 2'), { data: { file: '/data/stickers/.sticker-lab/runs/tiny-1/config.json', remedy: 'Choose other features.' } });

const firstOf = (columns: MapColumns): MapColumns => ({
  ...columns, label: columns.label.slice(0, 1), prediction: Int16Array.of(-1), confidence: Float32Array.of(NaN), agreement: columns.agreement.slice(0, 1), split: ['test'], topic: [''],
});

scriptHost({
  dataset: exampleDataset(count), run, map: { split: 'test', sample: 'all', features: 'fused', method: 'pca', seed: 1 }, other: null, coloring: 'label', hidden: [], runs: [run], selected: [],
}, {
  'map/read': ({ map }) => {
    const whole = mapOf(map);
    if (map.split === 'train') return null;
    if (map.split === 'test') return { ...whole, ids: whole.ids.slice(0, 1), x: whole.x.slice(0, 1), y: whole.y.slice(0, 1) };
    return { ...whole, x: whole.x.map((x, index) => (map.split === 'all' || index < 3 ? NaN : x)) };
  },
  'map/columns': ({ map }) => (map.split === 'test' ? firstOf(columnsOf(predictionOf, null)) : columnsOf(predictionOf, null)),
  'map/compute': () => { throw refusal; },
});
