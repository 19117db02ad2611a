import { expect, test } from 'vitest';
import { formatTable } from '../../../engine/evaluate/formatTable.ts';
import { besidePublished } from '../../../engine/evaluate/publishedTables.ts';
import { publishedTextTable, scoreTable } from '../../../engine/evaluate/scoreTable.ts';
import { scorePredictions } from '../../../engine/evaluate/scores.ts';

const report = scorePredictions([0, 0, 0, 1], [0, 0, 1, 1], ['50 % & a_b', 'x, "y" | z', 'none'], 'test');
const interval = { low: 0.25, high: 0.75 };
const table = scoreTable('my_run', report, {
  accuracyInterval: interval, weightedF1Interval: interval, macroF1Interval: interval, resamples: 1000, seed: 1,
  perClass: [{ precision: interval, recall: interval, f1: interval }, { precision: interval, recall: interval, f1: interval }, null],
});

test('LaTeX for booktabs, with every sign of a name escaped', () => {
  const text = formatTable(table, 'latex');
  expect(text).toContain('\\caption{Scores of my\\_run on the test split, in percent, with 95 \\% bootstrap intervals (1000 resamples, seed 1).}');
  expect(text).toContain('    50 \\% \\& a\\_b & 3 & 100.00 {\\footnotesize [25.00, 75.00]} & 66.67 {\\footnotesize [25.00, 75.00]} & 80.00 {\\footnotesize [25.00, 75.00]} \\\\');
  expect(text).toContain('    none & 0 & 0.00 & 0.00 & 0.00 \\\\');
  expect(text.match(/\\(toprule|midrule|bottomrule)/gu)).toEqual(['\\toprule', '\\midrule', '\\midrule', '\\bottomrule']);
  expect(text).toContain('accuracy (micro mean) & 4 & 75.00');
});

test('CSV holds unrounded numbers, with the ends of the intervals in columns of their own', () => {
  const [heading, first, second, third] = formatTable(table, 'csv').split('\n');
  expect(heading).toBe('Class,Stickers,Precision,Precision low,Precision high,Recall,Recall low,Recall high,F1,F1 low,F1 high');
  expect(first).toBe(`50 % & a_b,3,100,25,75,${100 * (2 / 3)},25,75,80,25,75`);
  expect(second).toMatch(/^"x, ""y"" \| z",1,50,25,75,/u);
  expect(third).toBe('none,0,0,,,0,,,0,,');
});

test('Markdown keeps its columns whatever a class is called', () => {
  const lines = formatTable(table, 'markdown').trimEnd().split('\n').slice(2);
  expect(lines[0]).toBe('| Class | Stickers | Precision | Recall | F1 |');
  expect(lines[3]).toContain('| x, "y" \\| z | 1 | 50.00 (25.00 to 75.00) |');
  for (const line of lines) expect(line.replaceAll('\\|', '').match(/\|/gu)).toHaveLength(6);
});

test('the paper\'s tables stand beside runs of their classes in any order, and no others', () => {
  const ser30k = ['surprise', 'happiness', 'disgust', 'fear', 'sadness', 'anger', 'neutral'];
  const own = scorePredictions([0, 1, 1, 5, 5, 6], [0, 1, 5, 5, 5, 6], ser30k, 'test');
  const first = besidePublished(own)!;
  expect(first.table.source).toBe('Table 1 of the paper');
  expect(first.table.columns).toEqual(['Anger', 'Disgust', 'Fear', 'Happiness', 'Neutral', 'Sadness', 'Surprise', 'Accuracy', 'F1']);
  expect(first.own).toEqual([100 * (2 / 3), null, null, 100, 100, null, 100, 100 * (5 / 6), 100 * own.weighted.f1]);
  const second = besidePublished(scorePredictions([0], [0], ['Happiness', 'Love', 'Anger', 'Sorrow', 'Fear', 'Hate', 'Surprise'], 'test'))!;
  expect(second.table.source).toBe('Table 2 of the paper');
  expect(second.own).toEqual([100, 100, 100]);
  for (const { table: { columns, rows } } of [first, second]) {
    expect(rows.length).toBeGreaterThan(11);
    for (const { values } of rows) expect(values).toHaveLength(columns.length);
  }
  expect(first.table.rows.at(-1)).toEqual({ method: 'MGHFT (published)', values: [68.58, 22.22, 62.71, 79.79, 70.82, 71.80, 52.47, 73.31, 72.52] });
  for (const classes of [ser30k.slice(1), [...ser30k, 'joy'], ['a', 'b']]) expect(besidePublished(scorePredictions([0], [0], classes, 'test'))).toBeNull();
  const text = formatTable(publishedTextTable('mine', first), 'latex');
  expect(text).toContain('published figures');
  expect(text).toContain('VGG (image) & 37.40 & 0.00 & 41.02 & 73.55 & 60.76 & 51.52 & 35.14 & 62.57 & -- \\\\');
  expect(text).toMatch(/mine \(own run\) & 66\.67 & -- & -- & 100\.00/u);
});
