import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { datasetAroundRun, findStorage, openStorage, runsFolder, storageOfRun } from '../../../engine/store/storage.ts';
import { datasetFolder } from '../dataset/datasetFolder.ts';

test('what is found is what was opened, and looking makes nothing', async () => {
  const [root, fallback] = [await datasetFolder({}), await datasetFolder({})];
  expect(await findStorage(root, fallback)).toBeNull();
  expect([await readdir(root), await readdir(fallback)]).toEqual([[], []]);
  const opened = await openStorage(root, fallback);
  expect(opened.fallback).toBe(false);
  expect(await findStorage(root, fallback)).toEqual(opened);
});

test('where the dataset\'s folder cannot be written, the fallback folder is found, once it is made', async () => {
  const [root, fallback] = [await datasetFolder({ '.sticker-lab': 'a file in the way' }), await datasetFolder({})];
  expect(await findStorage(root, fallback)).toBeNull();
  const opened = await openStorage(root, fallback);
  expect(opened).toMatchObject({ fallback: true, folder: expect.stringContaining(fallback) });
  expect(await findStorage(root, fallback)).toEqual(opened);
});

test('a run knows the storage it lies in, where that is its dataset\'s', async () => {
  const [root, other, fallback] = [await datasetFolder({}), await datasetFolder({}), await datasetFolder({})];
  await writeFile(path.join(other, '.sticker-lab'), 'in the way');
  for (const dataset of [root, other]) {
    const storage = await openStorage(dataset, fallback);
    const run = path.join(runsFolder(storage), 'first');
    await mkdir(run, { recursive: true });
    expect(storageOfRun(run, dataset)).toEqual(storage);
    expect(storageOfRun(run, dataset === root ? other : root)).toBeNull();
    expect(storageOfRun(path.join(storage.folder, 'first'), dataset)).toBeNull();
  }
  expect(storageOfRun(path.join(fallback, 'runs', 'first'), root)).toBeNull();
});

test('the dataset around a run is the folder that holds its storage, whatever it is called', () => {
  const run = path.join('/data', 'renamed', '.sticker-lab', 'runs', 'first');
  expect(datasetAroundRun(run)).toBe(path.join('/data', 'renamed'));
  expect(datasetAroundRun(path.join(run, 'checkpoints'))).toBeNull();
  expect(datasetAroundRun(path.join('/home/ada', '.sticker-lab', 'faces-0123456789ab', 'runs', 'first'))).toBeNull();
});
