import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readDataset } from '../../../engine/dataset/readDataset.ts';
import { datasetFolder } from './datasetFolder.ts';

const record = (file: string, anno: number | null, more: object = {}) => ({ topic: 'pack', file_name: file, text: '', anno1: anno, anno2: anno, anno3: anno, anno, ...more });
const annotations = (...records: object[]) => JSON.stringify({ annotations: records });
const whole = {
  'Images/pack/a.jpg': 'x', 'Images/pack/b.jpg': 'x', 'Images/pack/c.jpg': 'x',
  'Annotations/image-level/train.json': annotations(record('a.jpg', 1, { text: ' HI ', anno3: 4 })),
  'Annotations/image-level/val.json': annotations(record('b.jpg', 2)),
  'Annotations/image-level/test.json': annotations(record('c.jpg', 7)),
};

test('splits, labels, votes, text and topic come from the annotation files', async () => {
  const dataset = await readDataset(await datasetFolder(whole));
  expect(dataset.layout).toBe('ser30k');
  expect(dataset.classes).toEqual(['surprise', 'happiness', 'disgust', 'fear', 'sadness', 'anger', 'neutral']);
  expect(dataset.stickers).toMatchObject([
    { id: 'Images/pack/a.jpg', split: 'train', label: 0, votes: [0, 0, 3], text: 'HI', topic: 'pack' },
    { id: 'Images/pack/b.jpg', split: 'validation', label: 1 },
    { id: 'Images/pack/c.jpg', split: 'test', label: 6 },
  ]);
  expect(dataset.problems).toEqual([]);
  expect(dataset.notes[0]).toContain('cannot decide');
});

test('labels.json decides the class names', async () => {
  const dataset = await readDataset(await datasetFolder({ ...whole, 'labels.json': JSON.stringify({ classes: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }) }));
  expect(dataset.classes[6]).toBe('g');
  expect(dataset.notes[0]).toContain('stated by labels.json');
});

test('an unreadable labels.json is refused, naming the file', async () => {
  await expect(readDataset(await datasetFolder({ ...whole, 'labels.json': '{"classes": [' }))).rejects.toMatchObject({ name: 'StickerLabError', file: expect.stringContaining('labels.json') });
});

test('the parent folder may be opened', async () => {
  const moved = Object.fromEntries(Object.entries(whole).map(([name, content]) => [`SER_Dataset/${name}`, content]));
  const dataset = await readDataset(await datasetFolder(moved));
  expect(dataset.stickers.map(({ id }) => id)[0]).toBe('SER_Dataset/Images/pack/a.jpg');
  expect(dataset.missing).toEqual([]);
});

test('a truncated split file is a problem and the other splits are kept', async () => {
  const dataset = await readDataset(await datasetFolder({ ...whole, 'Annotations/image-level/train.json': '{"annotations": [{"topic": "pa' }));
  expect(dataset.stickers).toHaveLength(2);
  expect(dataset.problems).toContainEqual(expect.objectContaining({ severity: 'error', file: 'Annotations/image-level/train.json', message: expect.stringContaining('cut off') }));
  expect(dataset.problems).toContainEqual(expect.objectContaining({ severity: 'information', message: expect.stringContaining('Images/pack/a.jpg') }));
});

test('a missing split file is a problem', async () => {
  const root = await datasetFolder(whole);
  await rm(path.join(root, 'Annotations/image-level/val.json'));
  const dataset = await readDataset(root);
  expect(dataset.stickers).toHaveLength(2);
  expect(dataset.problems).toContainEqual(expect.objectContaining({ file: 'Annotations/image-level/val.json', severity: 'warning' }));
});

test('only damaged files: refused with the first of them', async () => {
  const root = await datasetFolder({ 'Images/pack/a.jpg': 'x', 'Annotations/image-level/train.json': '{"annota' });
  await expect(readDataset(root)).rejects.toMatchObject({ name: 'StickerLabError', file: path.join(root, 'Annotations/image-level/val.json').replace('val', 'train'), remedy: expect.stringContaining('Copy') });
});

test('labels outside 1 to 7, odd records, duplicates, escapes and missing pictures are problems', async () => {
  const dataset = await readDataset(await datasetFolder({
    ...whole,
    'Annotations/image-level/train.json': annotations(
      record('a.jpg', 9), record('a.jpg', 1), { topic: 'pack', anno: 1 }, record('../../../secret.jpg', 1), record('gone.jpg', 3), record('d.jpg', null)),
  }));
  expect(dataset.stickers.map(({ id, label }) => [id, label])).toEqual([
    ['Images/pack/a.jpg', null], ['Images/pack/b.jpg', 1], ['Images/pack/c.jpg', 6], ['Images/pack/d.jpg', null], ['Images/pack/gone.jpg', 2],
  ]);
  expect(dataset.missing).toEqual(['Images/pack/d.jpg', 'Images/pack/gone.jpg']);
  const messages = dataset.problems.map(({ message }) => message).join('\n');
  for (const part of ['anno 9 is outside 1 to 7', 'listed twice with different labels', 'file_name', 'leads out of', '2 of 5 pictures do not exist', 'has no anno']) expect(messages).toContain(part);
  expect(dataset.problems.every(({ remedy }) => remedy !== '')).toBe(true);
});

test('a bad field is a problem and the sticker stays, without a label or a text', async () => {
  const dataset = await readDataset(await datasetFolder({
    ...whole,
    'Annotations/image-level/train.json': JSON.stringify({ annotations: [{ ...record('a.jpg', 1), anno: '3' }, record('d.jpg', 2, { text: 5 }), { ...record('e.jpg', 1), anno: 1e308 }] }),
  }));
  expect(dataset.stickers.filter(({ split }) => split === 'train')).toMatchObject([
    { id: 'Images/pack/a.jpg', label: null }, { id: 'Images/pack/d.jpg', label: 1, text: '' }, { id: 'Images/pack/e.jpg', label: null },
  ]);
  const errors = dataset.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  expect(errors).toEqual([expect.stringContaining('without text'), expect.stringContaining('anno "3" is no whole number'), expect.stringContaining('anno 1e+308 is outside')]);
});

test('pictures without annotations, and annotations without pictures, say what is missing', async () => {
  await expect(readDataset(await datasetFolder({ 'Images/pack/a.jpg': 'x' }))).rejects.toMatchObject({ file: expect.stringContaining('Annotations'), remedy: expect.stringContaining('train.json') });
  const { 'Annotations/image-level/train.json': train } = whole;
  await expect(readDataset(await datasetFolder({ 'Annotations/image-level/train.json': train }))).rejects.toMatchObject({ file: expect.stringContaining('Images') });
});

test('all_annos.json alone is read with assigned splits', async () => {
  const records = Array.from({ length: 20 }, (_, i) => record(`${i}.jpg`, 1 + (i % 2)));
  const dataset = await readDataset(await datasetFolder({ 'Images/pack/0.jpg': 'x', 'Annotations/all_annos.json': annotations(...records) }));
  expect(['train', 'validation', 'test'].map((split) => dataset.stickers.filter((sticker) => sticker.split === split).length)).toEqual([14, 2, 4]);
});
