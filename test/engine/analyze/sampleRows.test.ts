import { expect, test } from 'vitest';
import { sampleRows } from '../../../engine/analyze/sampleRows.ts';

/** 250 of class 0, 100 of class 1, 101 of class 2 and 3 of class 5, mixed. */
const labels = Int32Array.from([...Array<number>(250).fill(0), ...Array<number>(100).fill(1), ...Array<number>(101).fill(2), ...Array<number>(3).fill(5)].map((label, i) => [label, (i * 197) % 454]).toSorted((a, b) => a[1] - b[1]), ([label]) => label);
const counts = (rows: readonly number[]) => Object.fromEntries([0, 1, 2, 5].map((label) => [label, rows.filter((row) => labels[row] === label).length]));

test('the paper\'s sampling takes 100 of a class and all of a rarer one, in order, each once', () => {
  const rows = sampleRows(labels, 'paper', 1);
  expect(counts(rows)).toEqual({ 0: 100, 1: 100, 2: 100, 5: 3 });
  expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b));
});

test('the seed draws it: the same gives the same, another others', () => {
  expect(sampleRows(labels, 'paper', 7)).toEqual(sampleRows(labels, 'paper', 7));
  expect(sampleRows(labels, 'paper', 7)).not.toEqual(sampleRows(labels, 'paper', 8));
});

test('a class is drawn without regard to the others', () => {
  const only = Int32Array.from(labels.filter((label) => label === 0));
  const places = [...labels.keys()].filter((row) => labels[row] === 0);
  expect(sampleRows(only, 'paper', 3).map((row) => places[row])).toEqual(sampleRows(labels, 'paper', 3).filter((row) => labels[row] === 0));
});

test('all are all, and of none there is none', () => {
  expect(sampleRows(labels, 'all', 1)).toEqual([...labels.keys()]);
  expect(sampleRows(new Int32Array(0), 'paper', 1)).toEqual([]);
});
