import type { MapColumns, MapView } from '../../../extension/protocol/engine.ts';
import { classes, exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { readThumbnails } from './drawnMaps.ts';

/* Maps whose seed is the number of their stickers, in seven clusters. */

const run = exampleRun();
const from = (count: number, value: (index: number) => number): number[] => Array.from({ length: count }, (_, index) => value(index));
const idsOf = (count: number): string[] => from(count, Number).map((index) => `pack/${index}.png`);
/** Evenly spread over 0 to 1 and the same each time: the golden ratio's multiples. */
const spread = (index: number, step: number): number => (index * step) % 1;

function viewOf(count: number): Pick<MapView, 'ids' | 'x' | 'y'> {
  const radius = (index: number): number => 3 * Math.sqrt(spread(index, 0.618_033_988_7));
  const angle = (index: number): number => 2 * Math.PI * spread(index, 0.754_877_666_2);
  const center = (index: number): number => ((index % 7) / 7) * 2 * Math.PI;
  return {
    ids: idsOf(count), x: Float32Array.from(from(count, (index) => 8 * Math.cos(center(index)) + radius(index) * Math.cos(angle(index)))),
    y: Float32Array.from(from(count, (index) => 8 * Math.sin(center(index)) + radius(index) * Math.sin(angle(index)))),
  };
}

function columnsOf(count: number): MapColumns {
  const label = Int16Array.from(from(count, (index) => index % 7));
  return {
    classes, label, prediction: label.map((value, index) => (index % 5 === 0 ? (value + 1) % 7 : value)), other: null,
    confidence: Float32Array.from(from(count, (index) => 0.3 + 0.7 * spread(index, 0.569_840_290_9))), agreement: new Float32Array(count).fill(NaN),
    split: from(count, Number).map(() => 'test'), topic: from(count, Number).map((index) => `pack ${index % 40}`),
  };
}

scriptHost({
  dataset: exampleDataset(100_000), run, map: { split: 'test', sample: 'all', features: 'fused', method: 'tsne', seed: 6148 }, other: null, coloring: 'label', hidden: [], runs: [run], selected: [],
}, {
  'map/read': ({ map }) => ({ ...map, ...viewOf(map.seed), kl: 1, seconds: 1, parameters: { perplexity: 30, iterations: 1000 } }),
  'map/columns': ({ map }) => columnsOf(map.seed),
  'thumbnail/read': readThumbnails,
});
