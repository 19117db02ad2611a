import type { Calibration, EvaluationDetails, Interval, PredictionRecord, SliceGroup, SliceScores } from '../../../extension/protocol/engine.ts';
import { scorePredictions } from '../../../engine/evaluate/scores.ts';

/* Details in the contract's shape, consistent with the predictions; intervals by the normal approximation. */

const confidence = ({ probabilities, prediction }: PredictionRecord): number => probabilities[prediction];
const isRight = ({ label, prediction }: PredictionRecord): boolean => label === prediction;
const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length);

function around(share: number, stickers: number): Interval {
  const half = stickers === 0 ? 0 : 1.96 * Math.sqrt((share * (1 - share)) / stickers);
  return { low: Math.max(0, share - half), high: Math.min(1, share + half) };
}

function calibrate(predictions: readonly PredictionRecord[]): Calibration {
  const bins = Array.from({ length: 10 }, (_, bin) => {
    const inside = predictions.filter((each) => Math.min(9, Math.floor(confidence(each) * 10)) === bin);
    return { from: bin / 10, to: (bin + 1) / 10, stickers: inside.length, confidence: mean(inside.map(confidence)), accuracy: mean(inside.map((each) => Number(isRight(each)))) };
  });
  const gaps = bins.map((bin) => Math.abs(bin.accuracy - bin.confidence));
  return {
    bins, expectedError: bins.reduce((sum, { stickers }, bin) => sum + gaps[bin] * stickers, 0) / predictions.length, maximumError: Math.max(...gaps),
    brier: mean(predictions.map(({ probabilities, label }) => probabilities.reduce((sum, value, index) => sum + (value - Number(index === label)) ** 2, 0))),
  };
}

export const reportOf = (predictions: readonly PredictionRecord[], classes: readonly string[]) =>
  scorePredictions(predictions.map(({ label }) => label), predictions.map(({ prediction }) => prediction), classes, 'test');

function slice(value: string, predictions: readonly PredictionRecord[], classes: readonly string[]): SliceScores {
  const { accuracy, weighted, macro } = reportOf(predictions, classes);
  return {
    value, stickers: predictions.length, accuracy, accuracyInterval: around(accuracy, predictions.length), weighted, macro,
    ids: [...predictions.filter((each) => !isRight(each)).toSorted((a, b) => confidence(b) - confidence(a)), ...predictions.filter(isRight)].map(({ id }) => id),
  };
}

export function detailsOf(predictions: readonly PredictionRecord[], classes: readonly string[], remarks: readonly string[] = []): EvaluationDetails {
  const report = reportOf(predictions, classes);
  const even = predictions.filter((_, index) => index % 2 === 0);
  const slices: SliceGroup[] = predictions.length < 2 ? [] : [{
    name: 'text in the sticker', meaning: 'whether words are written in it',
    slices: [slice('has text', even, classes), slice('no text', predictions.filter((_, index) => index % 2 === 1), classes)],
  }];
  // Cohen: agreement beyond what the margins alone would give.
  const chance = report.confusion.reduce((sum, row, index) => sum + row.reduce((a, b) => a + b, 0) * report.confusion.reduce((a, each) => a + each[index], 0), 0) / predictions.length ** 2;
  const of = (share: number): Interval => around(share, predictions.length);
  return {
    seed: 1, resamples: 2000, accuracyInterval: of(report.accuracy), weightedF1Interval: of(report.weighted.f1), macroF1Interval: of(report.macro.f1),
    perClass: report.perClass.map(({ precision, recall, f1, support }) => (support === 0 ? null : { precision: around(precision, support), recall: around(recall, support), f1: around(f1, support) })),
    calibration: calibrate(predictions), kappa: chance === 1 ? null : (report.accuracy - chance) / (1 - chance), votesKappa: predictions.length < 2 ? null : 0.512, slices, remarks,
  };
}
