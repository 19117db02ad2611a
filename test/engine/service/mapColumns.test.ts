import { expect, test } from 'vitest';
import type { Sticker } from '../../../engine/dataset/sticker.ts';
import { mapColumns } from '../../../engine/service/mapColumns.ts';
import type { PredictionTable } from '../../../engine/service/predictions.ts';

const sticker = (id: string, label: number | null, votes: number[]): Sticker => ({ id, split: 'test', label, votes, text: '', topic: `pack ${id}`, descriptions: {}, attributes: {} });
const stickers = [sticker('a', 0, [0, 0, 1]), sticker('b', 1, []), sticker('c', null, [1]), sticker('d', 2, [1, 1])];
const opened = { dataset: { classes: ['joy', 'anger', 'fear'], stickers }, positions: new Map(stickers.map(({ id }, at) => [id, at])) };
const table = (classes: string[], predicted: (number | null)[]): PredictionTable => ({
  version: '', classes, predicted: (position) => predicted[position],
  probabilities: (id) => (predicted[stickers.findIndex((one) => one.id === id)] === null ? null : [0.25, 0.75]),
});

test('classes of two runs and of the dataset are brought together by name', () => {
  const columns = mapColumns(['d', 'gone', 'a', 'b', 'c'], opened, table(['anger', 'joy'], [1, 0, null, 0]), table(['joy', 'neutral', 'anger'], [0, 1, 2, null]));
  expect(columns).toEqual({
    classes: ['anger', 'joy', 'fear'],
    label: Int16Array.of(2, -1, 1, 0, -1),
    prediction: Int16Array.of(0, -1, 1, 0, -1),
    confidence: Float32Array.of(0.75, NaN, 0.75, 0.75, NaN),
    agreement: Float32Array.of(0, NaN, 2 / 3, NaN, NaN),
    split: ['test', null, 'test', 'test', 'test'],
    topic: ['pack d', '', 'pack a', 'pack b', 'pack c'],
    other: Int16Array.of(-1, -1, 1, -1, 0),
  });
  expect(mapColumns([], opened, table([], []), null)).toMatchObject({ classes: ['joy', 'anger', 'fear'], label: new Int16Array(0), other: null });
});

test('a confidence is the highest of numbers, or none', () => {
  const known: Record<string, readonly number[]> = { a: [0.2, NaN, 0.1], b: [null, null] as never, d: [0.3, 0.7] };
  const run: PredictionTable = { version: '', classes: ['joy', 'anger'], predicted: () => 0, probabilities: (id) => known[id] ?? null };
  expect(mapColumns(['a', 'b', 'c', 'd'], opened, run, null).confidence).toEqual(Float32Array.of(NaN, NaN, NaN, 0.7));
});
