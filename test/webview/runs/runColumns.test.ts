import { describe, expect, test } from 'vitest';
import type { RunRow } from '../../../extension/protocol/engine.ts';
import { settingDimension } from '../../../webview/runs/parallelPlot.ts';
import { choose, sortRows, varyingSettings } from '../../../webview/runs/runColumns.ts';
import { exampleRun } from '../browser/exampleDataset.ts';

const row = (name: string, settings: RunRow['settings'], accuracy: number | null = null): RunRow => ({
  run: exampleRun({ run: name, name }), settings, fingerprint: '',
  scores: { train: null, validation: null, test: accuracy === null ? null : { accuracy, weightedF1: 1 - accuracy, macroF1: 0 } },
});
const namesOf = (rows: readonly RunRow[]) => rows.map(({ run }) => run.name);

test('settings vary where a run that can be read has another value, or none', () => {
  expect(varyingSettings([row('a', { seed: '1', epochs: '3' }), row('b', { seed: '2', epochs: '3', extra: 'x' }), row('cut', {})])).toEqual(['seed', 'extra']);
  expect(varyingSettings([])).toEqual([]);
  expect(varyingSettings([row('a', { seed: '1' })])).toEqual([]);
});

test('runs without scores come last both ways; names are sorted by their numbers', () => {
  const rows = [row('run-10', {}, 0.2), row('run-9', {}), row('run-1', {}, 0.9)];
  expect(namesOf(sortRows(rows, 'test', { by: 'accuracy', descending: true }))).toEqual(['run-1', 'run-10', 'run-9']);
  expect(namesOf(sortRows(rows, 'test', { by: 'accuracy', descending: false }))).toEqual(['run-10', 'run-1', 'run-9']);
  expect(namesOf(sortRows(rows, 'test', { by: 'weightedF1', descending: true }))).toEqual(['run-10', 'run-1', 'run-9']);
  expect(namesOf(sortRows(rows, 'test', { by: 'name', descending: false }))).toEqual(['run-1', 'run-9', 'run-10']);
});

test('choosing goes on from the run chosen last', () => {
  expect(choose([null, null], 'a')).toEqual(['a', null]);
  expect(choose(['a', null], 'b')).toEqual(['a', 'b']);
  expect(choose(['a', 'b'], 'c')).toEqual(['b', 'c']);
  expect(choose(['a', 'b'], 'a')).toEqual(['b', null]);
  expect(choose(['a', 'b'], 'b')).toEqual(['a', null]);
});

describe('an axis', () => {
  test('of numbers keeps them', () => {
    expect(settingDimension('seed', ['3', '1', '3'])).toEqual({ label: 'seed', values: [3, 1, 3], range: [0.96, 3.04], tickvals: [1, 3], ticktext: ['1', '3'] });
  });

  test('of numbers far apart is by magnitude', () => {
    expect(settingDimension('learningRate', ['0.1', '0.001']).values.map((value) => Number(value.toFixed(6)))).toEqual([-1, -3]);
  });

  test('of many numbers names some of them, of one number has a range', () => {
    expect(settingDimension('seed', Array.from({ length: 100 }, (_, index) => String(index))).tickvals!.length).toBeLessThanOrEqual(8);
    const { range } = settingDimension('seed', ['0', '0']);
    expect(range[0]).toBeLessThan(range[1]);
  });

  test('of anything else names the values, and where there is none', () => {
    expect(settingDimension('text.views', ['b', undefined, 'a', 'b'])).toMatchObject({ values: [1, 2, 0, 1], ticktext: ['a', 'b', 'not set'] });
    expect(settingDimension('threads', ['2', ''])).toMatchObject({ values: [1, 0], ticktext: ['', '2'] });
  });
});
