import { expect, test } from 'vitest';
import { cellTexts, rowShares } from '../../../webview/analysis/confusionPlot.ts';
import { mapGroups } from '../../../webview/analysis/mapTraces.ts';
import { cellReason, stickersInCell } from '../../../webview/analysis/mistakes.ts';

test('a cell holds exactly the stickers of its label and prediction', () => {
  const record = (id: string, label: number, prediction: number) => ({ id, label, prediction, probabilities: [] });
  const predictions = [record('a', 0, 1), record('b', 1, 0), record('c', 0, 1), record('d', 0, 0)];
  expect(stickersInCell(predictions, 0, 1)).toEqual(['a', 'c']);
  expect(stickersInCell(predictions, 1, 1)).toEqual([]);
});

test('the reason names labels, run and split', () => {
  expect(cellReason('anger', 'fear', 'tiny-1', 'test')).toBe('anger predicted as fear, run tiny-1, test split');
  expect(cellReason('fear', 'fear', 'tiny-1', 'test')).toBe('fear predicted right, run tiny-1, test split');
});

test('rows add up to one, and a class without stickers is zero', () => {
  expect(rowShares([[3, 1], [0, 0]])).toEqual([[0.75, 0.25], [0, 0]]);
  expect(cellTexts([[3, 1], [0, 0]], 'rows')).toEqual([['75.0', '25.0'], ['0.0', '0.0']]);
  expect(cellTexts([[1234, 1], [0, 0]], 'counts')[0]).toEqual(['1,234', '1']);
});

test('the map is grouped by label, prediction or outcome', () => {
  const points = [{ id: 'a', x: 0, y: 0, label: 0, prediction: 1 }, { id: 'b', x: 0, y: 0, label: 1, prediction: 1 }];
  const names = (coloring: 'label' | 'prediction' | 'outcome') => mapGroups(points, ['anger', 'fear'], coloring).map((group) => [group.name, group.points.length]);
  expect(names('label')).toEqual([['anger', 1], ['fear', 1]]);
  expect(names('prediction')).toEqual([['fear', 2]]);
  expect(names('outcome')).toEqual([['right', 1], ['wrong', 1]]);
});
