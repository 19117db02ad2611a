import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scorePredictions } from '../../../engine/evaluate/scores.ts';
import type { Scores } from '../../../engine/evaluate/evaluationReport.ts';

type Places = readonly [precision: number, recall: number, f1: number];
type ReferenceCase = readonly [
  labels: string, predictions: string, confusion: number[][], perClass: readonly (readonly [...Places, support: number])[], macro: Places, weighted: Places, accuracy: number,
];

const { numbers, cases } = JSON.parse(readFileSync(new URL('../../reference/metrics.json', import.meta.url), 'utf8')) as { numbers: number[]; cases: ReferenceCase[] };

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

test('equals scikit-learn in every one of 1,000 cases', () => {
  expect(cases).toHaveLength(1000);
  const at = ([precision, recall, f1]: Places): Scores => ({ precision: numbers[precision], recall: numbers[recall], f1: numbers[f1] });
  const unlike = (actual: Scores, wanted: Scores) => (['precision', 'recall', 'f1'] as const).some((key) => !(Math.abs(actual[key] - wanted[key]) <= 1e-12));
  const wrong = cases.filter(([labels, predictions, confusion, perClass, macro, weighted, accuracy]) => {
    const report = scorePredictions(Int32Array.from(labels, Number), Array.from(predictions, Number), perClass.map((_, index) => `class ${index}`), 'test');
    return JSON.stringify(report.confusion) !== JSON.stringify(confusion)
      || perClass.some(([precision, recall, f1, support], index) => report.perClass[index].support !== support || unlike(report.perClass[index], at([precision, recall, f1])))
      || unlike(report.macro, at(macro)) || unlike(report.weighted, at(weighted)) || !(Math.abs(report.accuracy - numbers[accuracy]) <= 1e-12);
  });
  expect(wrong).toEqual([]);
});

test('the cases hold what goes wrong: one class, one sticker, classes without stickers or without predictions, all wrong', () => {
  const holding = (holds: (one: ReferenceCase) => boolean) => cases.filter(holds).length;
  const sums = (confusion: number[][], column: boolean) => confusion.map((row, index) => (column ? confusion.map((other) => other[index]) : row).reduce((sum, count) => sum + count, 0));
  expect(holding(([, , , perClass]) => perClass.length === 1)).toBeGreaterThan(10);
  expect(holding(([labels]) => labels.length === 1)).toBeGreaterThan(10);
  for (const column of [false, true]) expect(holding(([, , confusion]) => sums(confusion, column).includes(0))).toBeGreaterThan(100);
  for (const accuracy of [0, 1]) expect(holding((one) => numbers[one[6]] === accuracy)).toBeGreaterThan(30);
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
