import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readDataset } from '../../../engine/dataset/readDataset.ts';
import { loadSharp } from '../../../engine/images/sharp.ts';
import { writeSampleDataset } from '../../../engine/sample/writeSampleDataset.ts';
import { datasetFolder } from '../dataset/datasetFolder.ts';

const config = { count: 120, seed: 3, descriptions: true };
const written = ['Annotations/image-level/train.json', 'Annotations/image-level/val.json', 'Annotations/image-level/test.json', 'descriptions.jsonl', 'labels.json', 'planted.json'];
const contents = (root: string, files = written) => Promise.all(files.map((name) => readFile(path.join(root, name), 'utf8')));

test('reads back whole, split 7:1:2, with the planted errors recorded', async () => {
  const root = await datasetFolder({});
  const progress: number[] = [];
  const report = await writeSampleDataset(root, { ...config, onProgress: (done) => progress.push(done) });
  expect(report).toEqual({ stickers: 120, splits: { train: 84, validation: 12, test: 24 } });
  expect(progress).toEqual([100]);
  const dataset = await readDataset(root);
  expect(dataset).toMatchObject({ layout: 'ser30k', missing: [], problems: [], classes: ['surprise', 'happiness', 'disgust', 'fear', 'sadness', 'anger', 'neutral'] });
  expect(dataset.stickers).toHaveLength(120);
  expect(new Set(dataset.stickers.map(({ topic }) => topic)).size).toBe(3);
  for (const sticker of dataset.stickers) {
    expect(Object.values(sticker.descriptions)).toHaveLength(4);
    expect(sticker.votes.filter((vote) => vote === sticker.label).length).toBeGreaterThanOrEqual(2);
  }
  expect(dataset.stickers.some(({ votes }) => new Set(votes).size > 1)).toBe(true);
  const planted = JSON.parse(await readFile(path.join(root, 'planted.json'), 'utf8')) as { wrongLabels: { id: string; label: string; actual: string }[]; nearDuplicates: { id: string; original: string }[] };
  for (const { id, label, actual } of planted.wrongLabels) {
    expect(dataset.classes[dataset.stickers.find((sticker) => sticker.id === id)!.label!]).toBe(label);
    expect(label).not.toBe(actual);
  }
  const sharp = await loadSharp();
  expect(await sharp(path.join(root, dataset.stickers[0].id)).metadata()).toMatchObject({ format: 'jpeg', width: 256, height: 256 });
  const grey = (id: string) => sharp(path.join(root, id)).greyscale().resize(16, 16).raw().toBuffer();
  for (const { id, original } of planted.nearDuplicates) {
    const [a, b] = await Promise.all([grey(id), grey(original)]);
    expect(a.equals(b)).toBe(false);
    expect(a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length).toBeLessThan(16);
  }
});

test('the same seed gives the same files, another seed others', async () => {
  const [first, second] = [await datasetFolder({}), await datasetFolder({})];
  await writeSampleDataset(first, config);
  await writeSampleDataset(second, { ...config, seed: 4, count: 60 });
  expect(await contents(second)).not.toEqual(await contents(first));
  const third = await datasetFolder({});
  await writeSampleDataset(third, config);
  expect(await contents(third)).toEqual(await contents(first));
  expect((await readDataset(third)).problems).toEqual([]);
});

test('another sample is refused and left as it was; the same one, with what was changed in it, too', async () => {
  const root = await datasetFolder({});
  const report = await writeSampleDataset(root, config);
  const before = await contents(root);
  for (const other of [{ ...config, seed: 4 }, { ...config, count: 60 }, { ...config, descriptions: false }]) {
    await expect(writeSampleDataset(root, other)).rejects.toMatchObject({ name: 'StickerLabError', file: root, message: expect.stringContaining('120 stickers, seed 3, with descriptions'), remedy: expect.stringContaining('another folder') });
  }
  expect(await contents(root)).toEqual(before);
  await writeFile(path.join(root, 'Annotations/image-level/val.json'), '{"annotations":[]}');
  expect(await writeSampleDataset(root, config)).toEqual(report);
  expect(await readFile(path.join(root, 'Annotations/image-level/val.json'), 'utf8')).toBe('{"annotations":[]}');
});

test('a sample broken off while it took its place is drawn anew', async () => {
  const root = await datasetFolder({ 'planted.json': JSON.stringify({ sample: 'sticker-lab', complete: true, count: 9, seed: 9 }), 'Images/old/x.jpg': 'x', '.unfinished/Images/y.jpg': 'y' });
  await writeSampleDataset(root, config);
  expect((await readDataset(root)).problems).toEqual([]);
  expect((await readdir(root)).toSorted()).toEqual(['Annotations', 'Images', 'descriptions.jsonl', 'labels.json', 'planted.json']);
});

test('a count beyond a million is refused', async () => {
  await expect(writeSampleDataset('/nowhere', { ...config, count: 1_000_001 })).rejects.toMatchObject({ name: 'StickerLabError', remedy: expect.stringContaining('million') });
});

test('without descriptions nothing else changes', async () => {
  const [first, second] = [await datasetFolder({}), await datasetFolder({})];
  await writeSampleDataset(first, config);
  await writeSampleDataset(second, { ...config, descriptions: false });
  const others = written.filter((name) => name !== 'descriptions.jsonl');
  expect(await contents(second, others)).toEqual(await contents(first, others));
  expect(await readdir(second)).not.toContain('descriptions.jsonl');
});

test('a folder with other files is refused and left as it was', async () => {
  const root = await datasetFolder({ 'thesis.txt': 'mine' });
  await expect(writeSampleDataset(root, config)).rejects.toMatchObject({ name: 'StickerLabError', file: root });
  expect(await readdir(root)).toEqual(['thesis.txt']);
});

test('an interrupted sample leaves nothing and can be made again', async () => {
  const root = await datasetFolder({});
  const controller = new AbortController();
  await expect(writeSampleDataset(root, { ...config, count: 400, signal: controller.signal, onProgress: () => controller.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  expect(await readdir(root)).toEqual([]);
  await writeFile(path.join(root, '.DS_Store'), '');
  await writeSampleDataset(root, config);
  expect((await readDataset(root)).stickers).toHaveLength(120);
});
