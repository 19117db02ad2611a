import { createRandom } from '../random/random.ts';
import type { MapSample } from './mapKey.ts';

/** Figure 6 of the paper. */
const stickersPerClass = 100;

/** The rows that a map shows, ascending. `paper`: of each class 100 drawn by the seed, or all where it has no more. */
export function sampleRows(labels: Int32Array, sample: MapSample, seed: number): number[] {
  const rows = Array.from(labels.keys());
  if (sample === 'all') return rows;
  const classes = Map.groupBy(rows, (row) => labels[row]);
  return [...classes].flatMap(([label, all]) => (all.length <= stickersPerClass ? all : createRandom(seed, 'map sample', label).shuffle(all).slice(0, stickersPerClass))).toSorted((a, b) => a - b);
}
