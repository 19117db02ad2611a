import type { EvaluationReport, MapRecord, PredictionRecord } from '../../../extension/protocol/engine.ts';
import { drawnSticker } from '../browser/drawnSticker.ts';
import { classes, exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';

/* 700 stickers, of which every ninth is taken for the next class but one; no map until it is asked for. */

const predictions: PredictionRecord[] = Array.from({ length: 700 }, (_, index) => {
  const label = index % 7;
  const prediction = index % 9 === 0 ? (label + 2) % 7 : label;
  return { id: `pack/${index}.png`, label, prediction, probabilities: classes.map((_name, each) => (each === prediction ? 0.7 : 0.05)) };
});
const confusion = classes.map((_, label) => classes.map((_name, prediction) => predictions.filter((each) => each.label === label && each.prediction === prediction).length));
const scores = { precision: 0.889, recall: 0.8886, f1: 0.8885 };
const report: EvaluationReport = {
  split: 'test', accuracy: predictions.filter(({ label, prediction }) => label === prediction).length / 700, weighted: scores, macro: { ...scores, f1: 0.8771 },
  perClass: classes.map((label) => ({ label, ...scores, support: 100 })), confusion,
};
const map: MapRecord = {
  method: 'tsne', split: 'test', seed: 1, parameters: { perplexity: 30 }, seconds: 1.5, kl: 0.873,
  points: predictions.map(({ id, label, prediction }, index) => {
    const angle = (prediction / 7) * 2 * Math.PI;
    return { id, label, prediction, x: 10 * Math.cos(angle) + 3 * Math.sin(index * 1.7), y: 10 * Math.sin(angle) + 3 * Math.cos(index * 2.3) };
  }),
};

let evaluated = false;
let tries = 0;

scriptHost({ dataset: exampleDataset(700), run: exampleRun({ notes: ['A seeded text encoder stood in for BERT.'] }), split: 'test' }, {
  'evaluation/read': ({ split }) => (split === 'test' || evaluated ? report : null),
  'evaluation/compute': () => {
    evaluated = true;
    return report;
  },
  'predictions/read': () => predictions,
  'map/read': () => null,
  'map/compute': async (_params, signal) => {
    tries += 1;
    // The first time it takes until it is cancelled.
    if (tries === 1) await new Promise((resolve) => { signal.addEventListener('abort', resolve); });
    return map;
  },
  'thumbnail/read': async ({ ids }) => ({ thumbnails: await Promise.all(ids.map(async (id) => ({ id, bytes: await drawnSticker('#fc3', 'hi'), reason: null }))) }),
});
