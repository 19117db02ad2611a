import type { PredictionRecord } from '../../../extension/protocol/engine.ts';
import { classes, exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { detailsOf, reportOf } from './evaluationNumbers.ts';
import { attentionOf } from './attentionMeans.ts';

/*
 * 700 stickers, of which every ninth is taken for the next class but one, and each is as sure as its number says. Of those that are anger
 * and taken for fear half are gone from the dataset since, and of disgust taken for happiness all.
 */

const predictions: PredictionRecord[] = Array.from({ length: 700 }, (_, index) => {
  const label = index % 7;
  const prediction = index % 9 === 0 ? (label + 2) % 7 : label;
  const sure = 0.5 + ((index * 37) % 50) / 100;
  return { id: `pack/${index}.png`, label, prediction, probabilities: classes.map((_name, each) => (each === prediction ? sure : (1 - sure) / 6)) };
});
const report = reportOf(predictions, classes);
const run = exampleRun({ notes: ['A seeded text encoder stood in for BERT.'] });
const key = ({ split, checkpoint }: { split: string; checkpoint: string }): string => `${split} ${checkpoint}`;
const known = new Set(['test best']);
const gone = new Set(predictions.filter(({ label, prediction }, index) => (label === 1 && prediction === 3) || (label === 0 && prediction === 2 && index % 126 === 0)).map(({ id }) => id));

declare global {
  interface Window {
    /** Whether the next computation waits until it is released. */
    holdScores: boolean;
    releaseScores: () => void;
  }
}

scriptHost({ dataset: exampleDataset(700), run, split: 'test', checkpoint: 'best', selected: ['pack/1.png', 'pack/8.png', 'pack/0.png'] }, {
  'evaluation/read': (params) => (known.has(key(params)) ? report : null),
  async 'evaluation/compute'(params) {
    if (window.holdScores) await new Promise<void>((resolve) => { window.releaseScores = resolve; });
    window.holdScores = false;
    known.add(key(params));
    return report;
  },
  'predictions/read': () => predictions,
  'gallery/ids': ({ filter }) => ({ ids: filter.selection!.ids.filter((id) => !gone.has(id)) }),
  'evaluation/details': () => detailsOf(predictions, classes, [`${gone.size} of the predicted stickers are no longer in the dataset.`]),
  'evaluation/published': () => ({
    table: { source: 'Table 1 of the paper', setting: 'SER30K, test split.', columns: ['accuracy', 'weighted F1'], rows: [{ method: 'PVT', values: [68.3, null] }, { method: 'MGHFT', values: [71.2, 70.9] }] },
    own: [report.accuracy * 100, report.weighted.f1 * 100],
  }),
  'evaluation/table': ({ table, format }) => ({ text: `${table} as ${format}` }),
  'runs/table': () => ({ rows: [{ run, scores: { train: null, validation: null, test: null }, settings: { seed: '3', epochs: '20', learningRate: '0.001', 'model.imageSize': '64' }, fingerprint: '' }] }),
  'run/metrics': ({ from }) => ({
    entries: from > 0 ? [] : [1, 2, 3].flatMap((epoch) => [
      { kind: 'step', epoch, step: epoch, learningRate: 1e-3, loss: 3 / epoch, crossEntropy: 2 / epoch, contrastive: 1 / epoch, mlce: 0.1 },
      { kind: 'epoch', epoch, step: epoch, seconds: 1, train: { loss: 3 / epoch, accuracy: 0.3 * epoch }, validation: { loss: 2 / epoch, accuracy: 0.28 * epoch, weightedF1: 0.27 * epoch }, best: true },
    ] as const),
    next: 3,
  }),
  'map/read': ({ map }) => (map.method === 'pca' && map.sample === 'all' ? {
    ...map, ids: predictions.map(({ id }) => id), x: Float32Array.from(predictions, ({ label }, index) => 10 * Math.cos(label) + Math.sin(index * 1.7)),
    y: Float32Array.from(predictions, ({ label }, index) => 10 * Math.sin(label) + Math.cos(index * 2.3)), kl: null, seconds: 1, parameters: { components: 2 },
  } : null),
  'map/columns': () => ({
    classes, label: Int16Array.from(predictions, ({ label }) => label), prediction: Int16Array.from(predictions, ({ prediction }) => prediction),
    confidence: new Float32Array(700), agreement: new Float32Array(700), split: predictions.map(() => 'test' as const), topic: predictions.map(() => ''), other: null,
  }),
  'explain/meanAttention': ({ ids }) => attentionOf(ids.length),
});
