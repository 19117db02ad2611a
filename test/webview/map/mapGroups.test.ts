import { describe, expect, test } from 'vitest';
import type { MapColumns } from '../../../extension/protocol/engine.ts';
import type { MapColoring } from '../../../extension/protocol/mapChoice.ts';
import { mapGroups } from '../../../webview/map/mapGroups.ts';

/* Point 3 is no longer in the dataset, 4 has no label, 5 no prediction. */
const columns: MapColumns = {
  classes: ['anger', 'fear'], label: Int16Array.of(0, 1, 1, -1, -1, 0), prediction: Int16Array.of(1, 1, 0, -1, 0, -1), other: Int16Array.of(0, 1, 1, -1, 0, 0),
  confidence: Float32Array.of(0.5, 0.75, 1, NaN, 0.25, NaN), agreement: Float32Array.of(1, NaN, 0.5, NaN, NaN, 1),
  split: ['train', 'test', 'test', null, 'test', 'validation'], topic: ['a', 'b', 'b', '', '', 'c'],
};
const names = { classes: ['fear', 'anger'], run: 'first', other: 'second', isOther: false };

const groupsBy = (coloring: MapColoring, change: Partial<typeof names> = {}) =>
  Object.fromEntries(mapGroups(columns, coloring, { ...names, ...change }).map(({ name, points }) => [name, [...points]]));

describe('the points of a map by what colours them', () => {
  test('every point is in one group, and those of which it is not known are named', () => {
    expect(groupsBy('label')).toEqual({ anger: [0, 5], fear: [1, 2], 'no label': [4], 'no longer in the dataset': [3] });
    expect(groupsBy('prediction')).toEqual({ anger: [2, 4], fear: [0, 1], 'no prediction': [5], 'no longer in the dataset': [3] });
    expect(groupsBy('outcome')).toEqual({ right: [1], wrong: [0, 2], 'no label or no prediction': [4, 5], 'no longer in the dataset': [3] });
    expect(groupsBy('split')).toEqual({ train: [0], validation: [5], test: [1, 2, 4], 'no longer in the dataset': [3] });
  });

  test('confidence and agreement come with their values', () => {
    const [confidence, none] = mapGroups(columns, 'confidence', names);
    expect([...confidence.points]).toEqual([0, 1, 2, 4]);
    expect([...confidence.values!]).toEqual([0.5, 0.75, 1, 0.25]);
    expect([none.name, none.values]).toEqual(['no prediction', null]);
    expect(groupsBy('agreement')).toEqual({ 'votes for the label': [0, 2, 5], 'no votes': [1, 4], 'no longer in the dataset': [3] });
  });

  test('a difference is told from the first run\'s side, in the other run\'s map too', () => {
    // 0: second right; 1: both; 2: second right.
    const expected = { 'both right': [1], 'broken: only second right': [0, 2], 'not predicted by both': [4, 5], 'no longer in the dataset': [3] };
    expect(groupsBy('difference')).toEqual(expected);
    const swapped = { ...columns, prediction: columns.other!, other: columns.prediction };
    expect(Object.fromEntries(mapGroups(swapped, 'difference', { ...names, isOther: true }).map(({ name, points }) => [name, [...points]]))).toEqual(expected);
    expect(Object.fromEntries(mapGroups(swapped, 'difference', names).map(({ name, points }) => [name, [...points]]))['fixed: only first right']).toEqual([0, 2]);
  });

  test('of many topics the eight most frequent have a colour, each its own', () => {
    const topics = Array.from({ length: 66 }, (_, point) => `t${Math.floor((Math.sqrt(8 * point + 1) - 1) / 2)}`);
    const many = { ...columns, topic: topics, label: new Int16Array(66), split: topics.map(() => 'test' as const) };
    const groups = mapGroups(many, 'topic', names);
    expect(groups.map(({ name, points }) => [name, points.length])).toEqual([...[11, 10, 9, 8, 7, 6, 5, 4].map((size) => [`t${size - 1}`, size]), ['other topics', 6]]);
    expect(new Set(groups.map(({ color }) => color)).size).toBe(9);
  });

  test('a class has the dataset\'s colour and shape, whatever its place in the run', () => {
    const look = (classes: string[], known: string[]) => Object.fromEntries(mapGroups({ ...columns, classes }, 'label', { ...names, classes: known }).map(({ name, color, symbol }) => [name, `${color} ${symbol}`]));
    expect(look(['anger', 'fear'], ['fear', 'anger'])).toMatchObject(look(['fear', 'anger'], ['fear', 'anger']));
  });
});
