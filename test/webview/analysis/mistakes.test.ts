import { expect, test } from 'vitest';
import { cellTexts, columnShares, confusionPlot, rowShares } from '../../../webview/analysis/confusionPlot.ts';
import { cellsName, markedCells, surestFirst, whyNone, within } from '../../../webview/analysis/mistakes.ts';
import { printTheme } from '../../../webview/plots/plotTheme.ts';

const record = (id: string, label: number, prediction: number, sure = 0.5) => ({ id, label, prediction, probabilities: prediction === 0 ? [sure, 1 - sure] : [1 - sure, sure] });
const predictions = [record('a', 0, 1, 0.6), record('b', 1, 0, 0.7), record('c', 0, 1, 0.9), record('d', 0, 0, 0.8), record('e', 0, 1, 0.6)];
const classes = ['anger', 'fear'];

test('cells hold exactly the stickers of their label and prediction, the surest first', () => {
  expect(surestFirst(within(predictions, { label: 0, prediction: 1 }))).toEqual(['c', 'a', 'e']);
  expect(surestFirst(within(predictions, { label: 0, prediction: null }))).toEqual(['c', 'd', 'a', 'e']);
  expect(surestFirst(within(predictions, { label: null, prediction: 0 }))).toEqual(['d', 'b']);
  expect(within(predictions, { label: 1, prediction: 1 })).toEqual([]);
  expect(surestFirst([{ id: 'z', label: 0, prediction: 0, probabilities: [] }, record('a', 0, 0)])).toEqual(['a', 'z']);
});

test('cells are named, and empty ones say why', () => {
  expect(cellsName({ label: 0, prediction: 1 }, classes)).toBe('anger predicted as fear');
  expect(cellsName({ label: 1, prediction: 1 }, classes)).toBe('fear predicted right');
  expect(cellsName({ label: 1, prediction: null }, classes)).toBe('all labelled fear');
  expect(cellsName({ label: null, prediction: 0 }, classes)).toBe('all predicted as anger');
  expect(whyNone({ label: 0, prediction: 1 }, classes, 4, 'test')).toBe('No sticker: none of the 4 labelled anger was predicted as fear.');
  expect(whyNone({ label: 0, prediction: null }, classes, 0, 'test')).toBe('The test split has no sticker labelled anger.');
  expect(whyNone({ label: null, prediction: 1 }, classes, 0, 'train')).toBe('No sticker of the train split was predicted as fear.');
});

test('the shared selection is counted by cell; what lies outside the classes is nowhere', () => {
  expect(markedCells([...predictions, record('f', 7, 1)], new Set(['a', 'c', 'b', 'f', 'gone']), 2)).toEqual([[0, 2], [1, 0]]);
  expect(markedCells(predictions, new Set(), 2)).toEqual([[0, 0], [0, 0]]);
});

test('rows and columns add up to one, and a class without stickers is zero', () => {
  expect(rowShares([[3, 1], [0, 0]])).toEqual([[0.75, 0.25], [0, 0]]);
  expect(columnShares([[3, 0], [1, 0]])).toEqual([[0.75, 0], [0.25, 0]]);
  expect(cellTexts([[3, 1], [0, 0]], 'rows')).toEqual([['75.0', '25.0'], ['0.0', '0.0']]);
  expect(cellTexts([[3, 1], [0, 1]], 'columns')).toEqual([['100.0', '50.0'], ['0.0', '50.0']]);
  expect(cellTexts([[1234, 1], [0, 0]], 'counts')[0]).toEqual(['1,234', '1']);
});

test('colours follow the value or its logarithm; selected cells are outlined; names are no markup', () => {
  const plot = (scale: 'linear' | 'log') => confusionPlot({ confusion: [[99, 9], [0, 0]], classes: ['<b>', 'fear'], unit: 'counts', scale, marked: [[0, 1], [0, 0]] }, printTheme);
  expect(plot('linear').data[0]).toMatchObject({ z: [[99, 9], [0, 0]] });
  expect(plot('log').data[0]).toMatchObject({ z: [[2, 1], [0, 0]] });
  expect(plot('log').layout.xaxis?.ticktext).toEqual(['&lt;b&gt;', 'fear']);
  expect(plot('log').layout.shapes).toEqual([expect.objectContaining({ type: 'rect', x0: 0.52, x1: 1.48, y0: -0.48, y1: 0.48 })]);
});
