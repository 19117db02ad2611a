import { expect, test } from 'vitest';
import { dependsOnTexts, toggled, whyEmpty, withCondition } from '../../../webview/filter/filterConditions.ts';
import { classes, exampleRun } from '../browser/exampleDataset.ts';

test('a condition is set and taken away without touching the others', () => {
  const filter = withCondition({ search: 'cat' }, 'labels', [1]);
  expect(filter).toEqual({ search: 'cat', labels: [1] });
  expect(withCondition(filter, 'search', undefined)).toEqual({ labels: [1] });
});

test('toggling the last value takes the condition away', () => {
  expect(toggled(undefined, 2)).toEqual([2]);
  expect(toggled([2, 3], 2)).toEqual([3]);
  expect(toggled([3], 3)).toBeUndefined();
});

test('an empty result is explained by its conditions', () => {
  expect(whyEmpty({}, classes, [])).toContain('This dataset has no stickers.');
  expect(whyEmpty({ splits: ['train', 'test'], labels: [0, 1, 2] }, classes, [])).toBe('No sticker is in train or test and shows anger, disgust or fear.');
  const run = exampleRun({ predicted: [] });
  expect(whyEmpty({ prediction: { run: run.run, outcome: 'wrong' } }, classes, [run])).toBe('No sticker was predicted wrong by tiny-1. tiny-1 has no stored predictions yet.');
  expect(whyEmpty({ prediction: { run: 'gone', outcome: 'right' } }, classes, [])).toContain('The run is no longer there.');
  expect(whyEmpty({ selection: { ids: [], reason: 'lasso' }, search: 'x' }, classes, [])).toBe('No sticker is in the selection "lasso" and contains "x".');
  expect(whyEmpty({ selection: { ids: ['a.png', 'b.png'], reason: 'lasso' } }, classes, [])).toBe('No sticker is in the selection "lasso": none of its 2 stickers is in the dataset any more.');
  expect(whyEmpty({ selection: { ids: ['a.png'], reason: 'lasso' } }, classes, [])).toBe('No sticker is in the selection "lasso": its sticker is no longer in the dataset.');
  expect(whyEmpty({ descriptions: { states: ['missing', 'stale'], view: null } }, classes, [])).toBe('No sticker has a description that is missing or stale.');
  expect(whyEmpty({ descriptions: { states: ['rejected'], view: 'style' }, splits: ['test'] }, classes, [])).toBe('No sticker is in test and has a text for style that is rejected.');
  expect(whyEmpty({ verdicts: ['label', 'text'] }, classes, [])).toBe('No sticker has the verdict wrong label or wrong text.');
});

test('search and states follow the texts, other conditions do not', () => {
  expect(dependsOnTexts({ search: 'cat' })).toBe(true);
  expect(dependsOnTexts({ splits: ['test'], descriptions: { states: ['stale'], view: null } })).toBe(true);
  expect(dependsOnTexts({ splits: ['test'], labels: [1] })).toBe(false);
});
