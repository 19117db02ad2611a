import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scorePredictions } from '../../../engine/evaluate/scores.ts';
import type { Scores } from '../../../engine/evaluate/evaluationReport.ts';

interface ReferenceCase {
  readonly classes: number;
  readonly labels: number[];
  readonly predictions: number[];
  readonly accuracy: number;
  readonly weighted: Scores;
  readonly macro: Scores;
  readonly precision: number[];
  readonly recall: number[];
  readonly f1: number[];
  readonly support: number[];
  readonly confusion: number[][];
}

const reference = JSON.parse(readFileSync(new URL('../../reference/metrics.json', import.meta.url), 'utf8')) as { cases: ReferenceCase[] };

function expectScores(actual: Scores, wanted: Scores) {
  for (const key of ['precision', 'recall', 'f1'] as const) expect(actual[key]).toBeCloseTo(wanted[key], 12);
}

test('scores worked out by hand', () => {
  // a: 2 of 3 found, 2 of 3 right; b: 1 of 2 found, 1 of 2 right; c: never occurs.
  const report = scorePredictions([0, 0, 0, 1, 1], [0, 0, 1, 1, 0], ['a', 'b', 'c'], 'validation');
  expect(report.split).toBe('validation');
  expect(report.confusion).toEqual([[2, 1, 0], [1, 1, 0], [0, 0, 0]]);
  expect(report.accuracy).toBeCloseTo(3 / 5, 12);
  expect(report.perClass.map(({ label, support }) => [label, support])).toEqual([['a', 3], ['b', 2], ['c', 0]]);
  expectScores(report.perClass[0], { precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 });
  expectScores(report.perClass[1], { precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 });
  expectScores(report.perClass[2], { precision: 0, recall: 0, f1: 0 });
  expectScores(report.weighted, { precision: 3 / 5, recall: 3 / 5, f1: 3 / 5 });
  expectScores(report.macro, { precision: 7 / 18, recall: 7 / 18, f1: 7 / 18 });
});

test.each(reference.cases.map((one, index) => [index, one] as const))('equals scikit-learn, case %i', (_, one) => {
  const report = scorePredictions(Int32Array.from(one.labels), one.predictions, Array.from({ length: one.classes }, (__, i) => `class ${i}`), 'test');
  expect(report.confusion).toEqual(one.confusion);
  expect(report.accuracy).toBeCloseTo(one.accuracy, 12);
  expectScores(report.weighted, one.weighted);
  expectScores(report.macro, one.macro);
  report.perClass.forEach((scores, index) => {
    expectScores(scores, { precision: one.precision[index], recall: one.recall[index], f1: one.f1[index] });
    expect(scores.support).toBe(one.support[index]);
  });
});

test('no stickers give zeros, not NaN', () => {
  const report = scorePredictions([], [], ['a', 'b'], 'test');
  expect(report.accuracy).toBe(0);
  expectScores(report.weighted, { precision: 0, recall: 0, f1: 0 });
  expect(report.confusion).toEqual([[0, 0], [0, 0]]);
});

test('an index outside the classes or a missing prediction is refused', () => {
  expect(() => scorePredictions([0, 2], [0, 0], ['a', 'b'], 'test')).toThrow('row 1: label 2');
  expect(() => scorePredictions([0], [-1], ['a', 'b'], 'test')).toThrow('prediction -1');
  expect(() => scorePredictions([0, 1], [0], ['a', 'b'], 'test')).toThrow('2 labels, 1 predictions');
});
