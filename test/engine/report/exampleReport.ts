import type { EvaluationDetails } from '../../../engine/evaluate/evaluationDetails.ts';
import { scorePredictions } from '../../../engine/evaluate/scores.ts';
import type { ReportSource } from '../../../engine/report/composeReport.ts';
import { presets } from '../../../engine/train/presets.ts';

const interval = (low: number, high: number) => ({ low, high });
const scores = { precision: 0.75, recall: 0.75, f1: 0.75 };

export const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs><clipPath id="c"><rect width="9" height="9"/></clipPath></defs><rect width="4" height="4" clip-path="url(#c)" style="fill: rgb(1, 2, 3);"/></svg>';

/** Eight stickers of "joy" and "<b>fear|</b>", of which two are wrong. */
export function exampleReport(change: Partial<ReportSource> = {}): ReportSource {
  const classes = ['joy', '<b>fear|</b>'];
  const evaluation = scorePredictions([0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1, 1, 0], classes, 'test');
  const details: EvaluationDetails = {
    seed: 7, resamples: 1000, accuracyInterval: interval(0.4, 1), weightedF1Interval: interval(0.41, 0.99), macroF1Interval: interval(0.42, 0.98),
    perClass: [{ precision: interval(0.3, 1), recall: interval(0.2, 1), f1: interval(0.25, 1) }, null],
    calibration: { bins: [{ from: 0, to: 0.5, stickers: 0, confidence: 0, accuracy: 0 }, { from: 0.5, to: 1, stickers: 8, confidence: 0.8, accuracy: 0.75 }], expectedError: 0.05, maximumError: 0.05, brier: 0.31 },
    kappa: 0.5, votesKappa: null,
    slices: [{ name: 'text in the sticker', meaning: 'whether words are written in it', slices: [{ value: 'has text', stickers: 8, accuracy: 0.75, accuracyInterval: interval(0.4, 1), weighted: scores, macro: scores, ids: ['a'] }] }],
    remarks: ['2 stickers are gone & "lost".'],
  };
  return {
    written: '2026-01-02T03:04:05.000Z', split: 'test', checkpoint: 'best', evaluation, details, result: null, published: null, fingerprint: 'abc', environment: { node: '24' },
    figures: [{ title: 'Confusion <matrix>', caption: 'Run first, test split, seed 3', svg: drawing }],
    config: {
      version: 2, name: 'first', created: '2026-01-01T00:00:00.000Z', preset: 'tiny', recipe: 'paper', device: 'cpu', notes: ['A seeded encoder stood in for BERT.'],
      dataset: { root: '/data/faces', name: 'faces', fingerprint: 'abc', classes, stickers: { train: 1, validation: 1, test: 8 }, withoutDescriptions: 0 },
      training: presets.tiny, pretrained: { vision: null, text: null }, versions: { 'onnxruntime-node': '1.22' },
    },
    ...change,
  };
}
