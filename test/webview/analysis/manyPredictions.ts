import type { PredictionRecord } from '../../../extension/protocol/engine.ts';
import { classes, exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { detailsOf, reportOf } from './evaluationNumbers.ts';

/* As many predictions as SER30K's test split has. Times in ms from the answer to the drawn matrix, and from a click to the gallery's being asked for. */

declare global {
  interface Window {
    times: { matrix: number[]; click: number[] };
  }
}

const count = 6148;
const predictions: PredictionRecord[] = Array.from({ length: count }, (_, index) => {
  const label = index % 7;
  const prediction = index % 5 === 0 ? (index >> 3) % 7 : label;
  return { id: `pack/${index}.png`, label, prediction, probabilities: classes.map((_name, each) => (each === prediction ? 0.7 : 0.05)) };
});
const report = reportOf(predictions, classes);
const details = detailsOf(predictions, classes);
window.times = { matrix: [], click: [] };
let clicked = 0;
document.addEventListener('click', () => { clicked = performance.now(); }, true);

function watch(answered: number): void {
  requestAnimationFrame(() => {
    if (document.querySelectorAll('[data-testid="confusion-matrix"] .heatmap-label').length === 49) window.times.matrix.push(performance.now() - answered);
    else watch(answered);
  });
}

scriptHost({ dataset: exampleDataset(count), run: exampleRun(), split: 'test', checkpoint: 'best', selected: [] }, {
  'evaluation/read': () => report,
  'predictions/read': () => {
    watch(performance.now());
    return predictions;
  },
  'gallery/ids': ({ filter }) => ({ ids: [...filter.selection!.ids] }),
  'evaluation/details': () => details,
  'evaluation/published': () => null,
}, (method) => { if (method === 'gallery/show') window.times.click.push(performance.now() - clicked); });
