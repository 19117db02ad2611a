import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sticker } from '../../../engine/dataset/sticker.ts';
import { dataChanges, noChanges } from '../../../engine/train/dataChanges.ts';
import { readDataRecords, toDataRecords } from '../../../engine/train/dataRecords.ts';

const sticker = (id: string, change: Partial<Sticker> = {}): Sticker => ({
  id, split: 'train', label: 0, votes: [], text: '', topic: '', descriptions: { intention: 'To greet.', roles: 'A cat.' }, attributes: {}, ...change,
});
const records = (stickers: readonly Sticker[], classes = ['anger', 'joy']) => toDataRecords({ classes, stickers });

test('a record names the label and holds the first digits of each text\'s SHA-256', () => {
  const [first, second] = records([sticker('a.png', { text: 'abc' }), sticker('b.png', { label: null, descriptions: {} })]);
  expect(first).toMatchObject({ id: 'a.png', split: 'train', label: 'anger', text: 'ba7816bf8f01cfea' });
  expect(first.descriptions.map((digest) => digest.length)).toEqual([16, 0, 16, 0]);
  expect(second).toEqual({ id: 'b.png', split: 'train', label: null, text: '', descriptions: ['', '', '', ''] });
});

test('every kind of change is told apart', () => {
  const before = records(['label', 'split', 'text', 'views', 'same', 'gone'].map((id) => sticker(id)));
  const after = records([
    sticker('label', { label: 1 }), sticker('split', { split: 'test' }), sticker('text', { text: 'hi' }),
    sticker('views', { descriptions: { intention: 'To greet!', style: 'Cute.' } }), sticker('same'), sticker('new'),
  ]);
  expect(dataChanges(before, after)).toEqual({
    labels: ['label'], splits: ['split'], texts: ['text'], descriptions: [{ id: 'views', views: ['intention', 'style', 'roles'] }], added: ['new'], removed: ['gone'], reason: null,
  });
});

test('labels are compared by name: another order of the classes is no change, a new name for one is', () => {
  expect(dataChanges(records([sticker('a')]), records([sticker('a', { label: 1 })], ['joy', 'anger']))).toEqual(noChanges);
  expect(dataChanges(records([sticker('a')]), records([sticker('a')], ['rage', 'joy'])).labels).toEqual(['a']);
});

test('a label that comes or goes is a change', () => {
  expect(dataChanges(records([sticker('a'), sticker('b', { label: null })]), records([sticker('a', { label: null }), sticker('b')])).labels).toEqual(['a', 'b']);
});

describe('read back', () => {
  let folder: string;
  beforeAll(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'data-records-')); });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const whole = '{"id":"a","split":"train","label":null,"text":"","descriptions":["","","",""]}';

  test('no file, and no folder', async () => {
    expect(await readDataRecords(folder)).toBe('missing');
    expect(await readDataRecords(path.join(folder, 'none'))).toBe('missing');
  });

  test.each([
    ['cut off', `${whole}\n${whole.slice(0, 30)}`], ['cut off between lines', `${whole}\n${whole}`], ['no JSON', 'hello\n'], ['a list', '[]\n'], ['null', 'null\n'],
    ['an unknown split', `${whole.replace('train', 'dev')}\n`], ['a label that is a number', `${whole.replace('null', '3')}\n`], ['three views', `${whole.replace('["",', '[')}\n`],
  ])('%s is damaged', async (_, text) => {
    await writeFile(path.join(folder, 'data.jsonl'), text);
    expect(await readDataRecords(folder)).toBe('damaged');
  });

  test('whole', async () => {
    await writeFile(path.join(folder, 'data.jsonl'), `${whole}\n`);
    expect(await readDataRecords(folder)).toEqual([JSON.parse(whole)]);
  });
});
