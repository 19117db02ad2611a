import { expect, test } from 'vitest';
import { composeReport } from '../../../engine/report/composeReport.ts';
import { presets } from '../../../engine/train/presets.ts';
import { exampleReport } from './exampleReport.ts';

const section = (source: Parameters<typeof composeReport>[0], title: string) => composeReport(source).sections.find((each) => each.title === title);

test('the scores are those of the evaluation, with their intervals', () => {
  const [scores] = section(exampleReport(), 'Scores')!.tables!;
  expect(scores.caption).toContain('1000 resamples, seed 7');
  expect(scores.rows.slice(0, 3)).toEqual([
    ['joy', '4', '75.00 [30.00, 100.00]', '75.00 [20.00, 100.00]', '75.00 [25.00, 100.00]'],
    ['<b>fear|</b>', '4', '75.00', '75.00', '75.00'],
    ['accuracy (micro mean)', '8', ...Array.from({ length: 3 }, () => '75.00 [40.00, 100.00]')],
  ]);
  expect(section(exampleReport(), 'Confusion matrix')!.tables![0].rows).toEqual([['joy', '3', '1'], ['<b>fear|</b>', '1', '3']]);
});

test('the paper\'s figures stand apart from the run\'s own', () => {
  expect(section(exampleReport(), 'Beside the paper')).toBeUndefined();
  const published = { table: { source: 'Table 1 of the paper', setting: 'SER30K, test.', columns: ['Acc', 'F1'], rows: [{ method: 'MGHFT', values: [71.2, null] }] }, own: [75, 74.999] };
  const [table] = section(exampleReport({ published }), 'Beside the paper')!.tables!;
  expect(table.caption).toContain('Table 1 of the paper, published figures in percent: SER30K, test.');
  expect(table.rows).toEqual([['MGHFT', '71.20', ''], ['first, test split (own run)', '75.00', '75.00']]);
});

test('remarks say what is odd: of the run, of the data, of the predictions', () => {
  expect(section(exampleReport(), 'Overview')!.list).toEqual(['A seeded encoder stood in for BERT.', '2 stickers are gone & "lost".']);
  expect(section(exampleReport({ fingerprint: 'other' }), 'Overview')!.list).toContain('The dataset is no longer the one this run learned from: labels, splits, texts or descriptions differ.');
});

test('every setting, every seed and every version is there', () => {
  const settings = new Map(section(exampleReport(), 'Configuration')!.tables![0].rows.map(([name, value]) => [name, value]));
  expect(settings.get('seed')).toBe(String(presets.tiny.seed));
  expect(settings.get('text.views')).toBe('intention,style,roles,details');
  expect(settings.get('model.imageSize')).toBe(String(presets.tiny.model.imageSize));
  const again = section(exampleReport(), 'To do it again')!;
  expect(again.facts).toContainEqual(['seed of the intervals', '7']);
  expect(again.facts).toContainEqual(['SHA-256 of the data it learned from', 'abc']);
  expect(again.tables!.map(({ rows }) => rows)).toEqual([[['onnxruntime-node', '1.22']], [['node', '24']]]);
});

test('one sticker and a class without support are no fault', () => {
  const { evaluation, details } = exampleReport();
  const none = { precision: 0, recall: 0, f1: 0 };
  const single = { ...evaluation, accuracy: 1, perClass: [{ label: 'joy', precision: 1, recall: 1, f1: 1, support: 1 }, { label: 'fear', ...none, support: 0 }], confusion: [[1, 0], [0, 0]] };
  const rows = section(exampleReport({ evaluation: single, details: { ...details, kappa: null, perClass: [null, null], slices: [] } }), 'Scores')!.tables![0].rows;
  expect(rows[1]).toEqual(['fear', '0', '0.00', '0.00', '0.00']);
});
