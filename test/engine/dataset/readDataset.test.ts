import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readDataset } from '../../../engine/dataset/readDataset.ts';
import { datasetFolder } from './datasetFolder.ts';

test('an empty folder, a missing one, a file, and a folder of something else are refused with a remedy', async () => {
  const empty = await datasetFolder({});
  await expect(readDataset(empty)).rejects.toMatchObject({ name: 'StickerLabError', message: 'The folder is empty.', file: empty, remedy: expect.stringContaining('label_E.csv') });
  await expect(readDataset(path.join(empty, 'none'))).rejects.toMatchObject({ message: 'The folder does not exist.' });
  const wrong = await datasetFolder({ 'src/main.c': 'int main;', 'media/icon.png': 'x' });
  await expect(readDataset(wrong)).rejects.toMatchObject({ message: expect.stringContaining('1 pictures'), file: wrong });
  await expect(readDataset(path.join(wrong, 'src/main.c'))).rejects.toMatchObject({ message: 'This is a file, not a folder.' });
  await expect(readDataset(await datasetFolder({ 'notes.txt': 'x' }))).rejects.toMatchObject({ message: 'There is no sticker dataset in this folder.' });
});

test('an aborted reading stops', async () => {
  await expect(readDataset(await datasetFolder({ 'a/1.jpg': 'x' }), { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
});

test('class folders without splits get 7:1:2, the same each time', async () => {
  const files = Object.fromEntries(['glad', 'grim'].flatMap((name) => Array.from({ length: 10 }, (_, i) => [`${name}/${i}.png`, 'x'])));
  const root = await datasetFolder({ ...files, 'glad/readme.txt': 'x', '.sticker-lab/thumbnails/1.jpg': 'x', 'loose.jpg': 'x' });
  const dataset = await readDataset(root);
  expect(dataset).toMatchObject({ layout: 'class-folders', classes: ['glad', 'grim'], missing: [] });
  expect(dataset.stickers).toHaveLength(20);
  for (const label of [0, 1]) {
    expect(['train', 'validation', 'test'].map((split) => dataset.stickers.filter((sticker) => sticker.label === label && sticker.split === split).length)).toEqual([7, 1, 2]);
  }
  expect((await readDataset(root)).stickers).toEqual(dataset.stickers);
  expect(dataset.problems.map(({ severity, file }) => [severity, file])).toEqual([['information', 'glad/readme.txt'], ['information', 'loose.jpg']]);
  expect((await readdir(root)).toSorted()).toEqual(['.sticker-lab', 'glad', 'grim', 'loose.jpg']);
});

test('class folders below split folders keep their splits', async () => {
  const dataset = await readDataset(await datasetFolder({ 'train/a/1.jpg': 'x', 'val/a/2.jpg': 'x', 'test/b/3.jpg': 'x' }));
  expect(dataset.stickers.map(({ id, split, label }) => [id, split, label])).toEqual([['test/b/3.jpg', 'test', 1], ['train/a/1.jpg', 'train', 0], ['val/a/2.jpg', 'validation', 0]]);
});

test('jsonl: names of the picture, labels, splits, descriptions, attributes, and damage by line', async () => {
  const lines = [
    { image: 'p/1.jpg', label: 'joy', split: 'train', text: 'hi', votes: ['joy', 'rage'], intention: 'to greet', source: 'web' },
    { id: 'p/2.jpg', label: 'rage', split: 'val', descriptions: { style: 'flat', roles: null } },
    { file_name: './p/3.jpg', label: null, split: 'somewhere' },
    { image: '../out.jpg', label: 'joy' }, { label: 'joy' }, { image: 'p/1.jpg', label: 'rage' }, { image: 5 },
  ].map((line) => JSON.stringify(line));
  const dataset = await readDataset(await datasetFolder({ 'stickers.jsonl': [...lines, '{"image": "p/4.j'].join('\n'), 'p/1.jpg': 'x', 'p/2.jpg': 'x' }));
  expect(dataset).toMatchObject({ layout: 'jsonl', classes: ['joy', 'rage'], missing: ['p/3.jpg'] });
  expect(dataset.stickers).toMatchObject([
    { id: 'p/1.jpg', label: 0, split: 'train', text: 'hi', votes: [0, 1], descriptions: { intention: 'to greet' }, attributes: { source: 'web' } },
    { id: 'p/2.jpg', label: 1, split: 'validation', descriptions: { style: 'flat' } },
    { id: 'p/3.jpg', label: null },
  ]);
  expect(dataset.stickers[1].descriptions).toEqual({ style: 'flat' });
  expect(dataset.problems.filter(({ line }) => line !== undefined).map(({ line }) => line!).toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8]);
});

test('words every object knows are names like others', async () => {
  const folders = await readDataset(await datasetFolder({ 'constructor/a.jpg': 'x', 'constructor/b.jpg': 'x', '__proto__/c.jpg': 'x', '__proto__/d.jpg': 'x' }));
  expect(folders.classes).toEqual(['__proto__', 'constructor']);
  expect(folders.stickers).toHaveLength(4);
  const rows = ['constructor', '__proto__', 'toString'].map((name, i) => JSON.stringify({ image: `${i}.jpg`, label: name, split: name, [name]: 'kept' }));
  const jsonl = await readDataset(await datasetFolder({ 'stickers.jsonl': rows.join('\n') }));
  expect(jsonl.stickers.map(({ label, split }) => [label, ['train', 'validation', 'test'].includes(split)])).toEqual([[1, true], [0, true], [2, true]]);
  expect(jsonl.problems.filter(({ message }) => message.includes('none of train'))).toHaveLength(3);
});

test('jsonl: a bad field is a problem with its line, and the rest of the line is kept', async () => {
  const lines = [
    { image: '1.jpg', label: 'joy', text: 5, topic: 't' }, { image: '2.jpg', label: 1.5, text: 'hi' },
    { image: '3.jpg', label: 'joy', descriptions: { style: 7, roles: 'a cat' } }, { image: '4.jpg', label: 'joy', votes: ['joy', {}] },
  ].map((line) => JSON.stringify(line));
  const own = [{ id: '1.jpg', descriptions: { style: 3, details: 'waves' } }].map((line) => JSON.stringify(line));
  const dataset = await readDataset(await datasetFolder({ 'stickers.jsonl': lines.join('\n'), 'descriptions.jsonl': own.join('\n'), '1.jpg': 'x', '2.jpg': 'x', '3.jpg': 'x', '4.jpg': 'x' }));
  expect(dataset.stickers).toMatchObject([
    { label: 0, text: '', topic: 't', descriptions: { details: 'waves' } }, { label: null, text: 'hi' }, { label: 0, descriptions: { roles: 'a cat' } }, { label: 0, votes: [] },
  ]);
  expect(dataset.problems.map(({ file, line, message }) => [file, line, /without ([\w.]+):/.exec(message)?.[1]])).toEqual([
    ['stickers.jsonl', 1, 'text'], ['stickers.jsonl', 2, 'label'], ['stickers.jsonl', 3, 'descriptions.style'], ['stickers.jsonl', 4, 'votes.1'], ['descriptions.jsonl', 1, 'descriptions.style'],
  ]);
});

test('names with spaces around them and accents in either form find their pictures', async () => {
  const names = [' a.jpg', 'b.jpg ', 'caf\u00e9.jpg', 'a .jpg'];
  const written = [' a.jpg', 'b.jpg', 'cafe\u0301.jpg', 'a .jpg', 'gone.jpg '];
  // A trailing space hides the extension, so that one is no picture.
  const dataset = await readDataset(await datasetFolder({
    ...Object.fromEntries(names.map((name) => [`p/${name}`, 'x'])), 'stickers.jsonl': written.map((name) => JSON.stringify({ image: `p/${name}`, label: 'joy' })).join('\n'),
    'descriptions.jsonl': JSON.stringify({ id: 'p/cafe\u0301.jpg', descriptions: { style: 'flat' } }),
  }));
  expect(dataset.missing).toEqual(['p/b.jpg', 'p/gone.jpg']);
  expect(dataset.stickers.map(({ id }) => id)).toEqual(['p/ a.jpg', 'p/a .jpg', 'p/b.jpg', 'p/caf\u00e9.jpg', 'p/gone.jpg']);
  expect(dataset.stickers[3].descriptions).toEqual({ style: 'flat' });
});

test('jsonl with labels.json: numbers count along it and other names are problems', async () => {
  const dataset = await readDataset(await datasetFolder({
    'labels.json': '{"classes": ["z", "a"]}', 'train.jsonl': '{"image":"1.jpg","label":0}\n{"image":"2.jpg","label":"b"}\n', 'test.jsonl': '{"image":"3.jpg","label":"a"}', '1.jpg': 'x', '2.jpg': 'x', '3.jpg': 'x',
  }));
  expect(dataset.classes).toEqual(['z', 'a']);
  expect(dataset.stickers.map(({ label, split }) => [label, split])).toEqual([[0, 'train'], [null, 'train'], [1, 'test']]);
  expect(dataset.problems).toMatchObject([{ severity: 'error', file: 'train.jsonl', line: 2, message: expect.stringContaining('none of the classes: z, a') }]);
});

test('csv: the same columns, votes by semicolon, line numbers across quoted lines', async () => {
  const csv = 'image,label,split,text,votes,style,shop\n1.jpg,joy,train,"two\nlines",joy;rage,flat,x\n2.jpg,rage,nowhere,,,,\n1.jpg,joy,train,,,,\n';
  const dataset = await readDataset(await datasetFolder({ 'data.csv': csv, '1.jpg': 'x', '2.jpg': 'x' }));
  expect(dataset.layout).toBe('csv');
  expect(dataset.stickers[0]).toMatchObject({ text: 'two\nlines', votes: [0, 1], descriptions: { style: 'flat' }, attributes: { shop: 'x' } });
  expect(dataset.problems.map(({ line }) => line)).toEqual([4, 5]);
});

test('a csv that names no picture is refused with the column to add', async () => {
  await expect(readDataset(await datasetFolder({ 'data.csv': 'a,b\n1,2\n' }))).rejects.toMatchObject({ name: 'StickerLabError', remedy: expect.stringContaining('image') });
});

test('descriptions beside any layout: own lines go before the marked texts', async () => {
  const marked = "ignored #The sticker's intention: old #The sticker's style is round. #The sticker's main role: a cat. #The sticker's gesture: waving.";
  const dataset = await readDataset(await datasetFolder({
    'a/1.jpg': 'x', 'b/2.jpg': 'x',
    'descriptions.jsonl': '{"id":"a/1.jpg","descriptions":{"intention":"new"}}\n{"id":"gone.jpg","descriptions":{}}\nnonsense\n{"id":"b/2.jpg"}\n',
    'Annotations_mg/image-level/train.json': JSON.stringify({ annotations: [{ topic: 'a', file_name: '1.jpg', text: marked }, { topic: 'b', file_name: '2.jpg', text: 'no marks' }] }),
    'Annotations_mg/image-level/test.json': '{"annota',
  }));
  expect(dataset.stickers[0].descriptions).toEqual({ intention: 'new', style: 'is round.', roles: 'a cat.', details: 'waving.' });
  expect(dataset.stickers[1].descriptions).toEqual({});
  expect(dataset.problems.map(({ file, line }) => [file, line])).toEqual([
    ['descriptions.jsonl', 3], ['descriptions.jsonl', 4], ['descriptions.jsonl', undefined],
    ['Annotations_mg/image-level/test.json', undefined], ['Annotations_mg/image-level/train.json', undefined],
  ]);
});
