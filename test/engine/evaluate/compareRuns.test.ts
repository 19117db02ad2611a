import { describe, expect, test } from 'vitest';
import { compareRuns, type ComparedRun } from '../../../engine/evaluate/compareRuns.ts';
import { scorePredictions } from '../../../engine/evaluate/scores.ts';
import type { DataRecord } from '../../../engine/train/runRecord.ts';

const classes = ['anger', 'fear', 'joy'];
const run = (name: string, rows: readonly (readonly [id: string, label: number, prediction: number])[], more: Partial<ComparedRun> = {}): ComparedRun => ({
  name, classes, predictions: rows.map(([id, label, prediction]) => ({ id, label, prediction, probabilities: [] })), data: null, ...more,
});
const record = (id: string, change: Partial<DataRecord> = {}): DataRecord => ({ id, split: 'test', label: 'anger', text: '', descriptions: ['a', 'b', 'c', 'd'], ...change });
const none: ReadonlyMap<string, string | null> = new Map();

describe('on the stickers that both predicted', () => {
  const before = run('one', [['a', 0, 0], ['b', 0, 1], ['c', 1, 1], ['d', 2, 0], ['e', 2, 2], ['gone', 1, 1]]);
  const after = run('two', [['a', 0, 0], ['b', 0, 0], ['c', 1, 2], ['d', 2, 1], ['e', 2, 2], ['new', 0, 0]]);
  const labels = new Map([['a', 'anger'], ['b', 'anger'], ['c', 'fear'], ['d', 'joy'], ['e', 'joy']]);
  const compared = compareRuns('test', before, after, labels);

  test('both are scored as if they had predicted those alone', () => {
    expect(compared.stickers).toBe(5);
    expect(compared.first).toEqual(scorePredictions([0, 0, 1, 2, 2], [0, 1, 1, 0, 2], classes, 'test'));
    expect(compared.second).toEqual(scorePredictions([0, 0, 1, 2, 2], [0, 0, 2, 1, 2], classes, 'test'));
    expect(compared.remarks.filter((remark) => remark.includes('left out'))).toEqual(['1 sticker that one alone has predicted is left out.', '1 sticker that two alone has predicted is left out.']);
  });

  test('flips have a direction, and the test counts them', () => {
    expect(compared.flips.map(({ id, direction }) => [id, direction])).toEqual([['b', 'fixed'], ['c', 'broken'], ['d', 'otherwise']]);
    expect(compared.mcnemar).toMatchObject({ firstOnly: 1, secondOnly: 1, p: 1, exact: true });
  });

  test('the difference matrix is the second confusion minus the first', () => {
    expect(compared.difference).toEqual([[1, -1, 0], [0, -1, 1], [-1, 1, 0]]);
    expect(compared.difference.flat().reduce((sum, each) => sum + each, 0)).toBe(0);
  });

  test('the other way round everything is mirrored', () => {
    const back = compareRuns('test', after, before, labels);
    expect(back.difference).toEqual(compared.difference.map((row) => row.map((each) => 0 - each)));
    expect(back.flips.map(({ direction }) => direction)).toEqual(['broken', 'fixed', 'otherwise']);
  });
});

test('classes are matched by name, whatever their order, and those one run lacks are said', () => {
  const before = run('one', [['a', 0, 0], ['b', 1, 1]], { classes: ['joy', 'anger'] });
  const after = run('two', [['a', 1, 1], ['b', 0, 2]], { classes: ['anger', 'joy', 'fear'] });
  const compared = compareRuns('test', before, after, none);
  expect(compared.classes).toEqual(['joy', 'anger', 'fear']);
  expect(compared.flips).toEqual([{ id: 'b', label: 1, from: 1, to: 2, direction: 'broken', changed: false }]);
  expect(compared.remarks).toContain('one has not learned fear: it can only be wrong there.');
  expect(compared.remarks.join()).not.toContain('two has not learned');
});

test('labels are those of the dataset now; a sticker it lacks, or has no label for, keeps the stored one', () => {
  const before = run('one', [['moved', 0, 0], ['gone', 1, 1], ['bare', 2, 2]]);
  const after = run('two', [['moved', 0, 2], ['gone', 1, 1], ['bare', 2, 0]]);
  const compared = compareRuns('test', before, after, new Map([['moved', 'surprise'], ['bare', null]]));
  expect(compared.classes).toEqual([...classes, 'surprise']);
  expect(compared.flips.map(({ id, label, direction }) => [id, compared.classes[label], direction])).toEqual([['moved', 'surprise', 'otherwise'], ['bare', 'joy', 'broken']]);
  expect(compared.remarks).toContain('1 sticker bore another label when predicted: both runs are scored by the present one.');
  expect(compared.remarks).toContain('The dataset no longer has, or has no label for, 2 stickers: scored by the label stored with two\'s prediction.');
});

test('a flip is on an edited sticker where anything that a model learns from differs', () => {
  const ids = ['label', 'split', 'text', 'view', 'same', 'new'];
  const before = run('one', ids.map((id) => [id, 0, 0] as const), { data: ids.slice(0, 5).map((id) => record(id)) });
  const after = run('two', ids.map((id) => [id, 0, 1] as const), {
    data: [record('label', { label: 'joy' }), record('split', { split: 'validation' }), record('text', { text: 'x' }), record('view', { descriptions: ['a', 'b', '', 'd'] }), record('same'), record('new')],
  });
  expect(compareRuns('test', before, after, none).flips.filter(({ changed }) => changed).map(({ id }) => id)).toEqual(['label', 'split', 'text', 'view']);
  const silent = compareRuns('test', { ...before, data: null }, after, none);
  expect(silent.flips.some(({ changed }) => changed)).toBe(false);
  expect(silent.remarks).toContain('one does not say what it learned from, so no flip can be told to be on an edited sticker.');
});

test('stickers that a run was trained on are said, but for the training split itself', () => {
  const before = run('one', [['a', 0, 0], ['b', 0, 0]], { data: [record('a', { split: 'train' }), record('b')] });
  const after = run('two', [['a', 0, 0], ['b', 0, 0]], { data: [record('a'), record('b')] });
  const labels = new Map([['a', 'anger'], ['b', 'anger']]);
  expect(compareRuns('test', before, after, labels).remarks).toEqual(['one was trained on 1 sticker of these: its scores on them say little.']);
  expect(compareRuns('train', before, after, labels).remarks).toEqual([]);
});

describe('what should not be', () => {
  test('no sticker in common', () => {
    const compared = compareRuns('test', run('one', [['a', 0, 0]]), run('two', [['b', 0, 0]]), none);
    expect(compared).toMatchObject({ stickers: 0, flips: [], mcnemar: { firstOnly: 0, secondOnly: 0, p: 1 }, first: { accuracy: 0 } });
    expect(compared.remarks[0]).toBe('There is no sticker that both have predicted.');
  });

  test('predictions of classes that the run does not have are left out, and said', () => {
    const compared = compareRuns('test', run('one', [['a', 0, 7], ['b', -1, 0], ['c', 0, 0]]), run('two', [['a', 0, 0], ['b', 0, 0], ['c', 0, 0]]), none);
    expect(compared.stickers).toBe(1);
    expect(compared.remarks).toContain('2 stored predictions name a class that their run does not have, and are left out.');
  });

  test('a sticker that stands there twice counts once, as it stands last', () => {
    const compared = compareRuns('test', run('one', [['a', 0, 0], ['a', 0, 1]]), run('two', [['a', 0, 0]]), none);
    expect(compared).toMatchObject({ stickers: 1, flips: [{ id: 'a', direction: 'fixed' }] });
  });

  test('a run with itself', () => {
    const same = run('one', [['a', 0, 0], ['b', 1, 2]], { data: [] });
    expect(compareRuns('test', same, same, new Map([['a', 'anger'], ['b', 'fear']]))).toMatchObject({ flips: [], remarks: [], mcnemar: { p: 1 }, difference: [[0, 0, 0], [0, 0, 0], [0, 0, 0]] });
  });

  test('names of the prototype are names like others', () => {
    const names = ['constructor', '__proto__'];
    const compared = compareRuns('test', run('one', [['toString', 0, 1]], { classes: names }), run('two', [['toString', 0, 0]], { classes: names }), none);
    expect(compared).toMatchObject({ classes: names, flips: [{ id: 'toString', direction: 'fixed' }] });
  });
});
