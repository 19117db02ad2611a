import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forkService, type ForkedService } from './forkService.ts';
import { spoil, writeClassFolders } from './writeClassFolders.ts';

let folder: string;
let root: string;
let fallbackStorage: string;
const services: ForkedService[] = [];
const start = (execArgv: readonly string[] = []) => {
  const service = forkService(execArgv);
  services.push(service);
  return service;
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'service-'));
  root = path.join(folder, 'faces');
  fallbackStorage = path.join(folder, 'fallback');
  await writeClassFolders(root, 6);
});
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()));
  await rm(folder, { recursive: true, force: true });
});

test('opens a dataset, pages through it and reads a sticker', async () => {
  const service = start();
  const view = await service.request('dataset/open', { root, fallbackStorage });
  expect(view).toMatchObject({ root, name: 'faces', layout: 'class-folders', classes: ['anger', 'joy'], stickers: 14, missing: 0, storage: { folder: path.join(root, '.sticker-lab'), fallback: false } });
  expect(Object.values(view.counts).flat().reduce((sum, count) => sum + count, 0)).toBe(14);

  const all = await service.request('gallery/page', { root, filter: {}, run: null, offset: 0, limit: 100 });
  expect(all.total).toBe(14);
  expect(all.tiles.map(({ id }) => id)).toEqual(all.tiles.map(({ id }) => id).toSorted());
  const joy = await service.request('gallery/page', { root, filter: { labels: [1] }, run: null, offset: 2, limit: 3 });
  expect(joy).toMatchObject({ total: 8, tiles: [{ label: 1 }, { label: 1 }, { label: 1 }] });
  const id = joy.tiles[0].id;
  expect(await service.request('gallery/position', { root, filter: { labels: [1] }, id })).toEqual({ position: 2 });
  expect(await service.request('gallery/position', { root, filter: { labels: [0] }, id })).toEqual({ position: -1 });
  expect(await service.request('sticker/read', { root, id, run: null })).toMatchObject({ id, label: 1, prediction: null, probabilities: null });
});

test('thumbnails come as pictures, broken ones as problems, and are kept', async () => {
  const service = start();
  const problems = service.collect('dataset/didFindProblems');
  await service.request('dataset/open', { root, fallbackStorage });
  const ids = ['anger/anger-0.png', 'joy/empty.png', 'joy/text.png', 'joy/nowhere.png'];
  const { thumbnails } = await service.request('thumbnail/read', { root, ids, size: 32 });
  expect(thumbnails.map(({ id }) => id)).toEqual(ids.slice(0, 3));
  const [whole, empty, text] = thumbnails;
  expect(await sharp(whole.bytes!).metadata()).toMatchObject({ format: 'webp', width: 32 });
  expect([empty.bytes, text.bytes]).toEqual([null, null]);
  expect(empty.reason).toMatch(/\w/u);
  await expect.poll(() => problems.flatMap((told) => told.problems.map(({ file }) => file)).toSorted()).toEqual(['joy/empty.png', 'joy/text.png']);

  await service.stop();
  services.length = 0;
  const later = start();
  await later.request('dataset/open', { root, fallbackStorage });
  // Nothing but the cache can still give this thumbnail: the file is of the same length and time, and no picture.
  await spoil(path.join(root, ids[0]));
  const again = await later.request('thumbnail/read', { root, ids: [ids[0]], size: 32 });
  expect(again.thumbnails[0].bytes).toEqual(whole.bytes);
});

test('the picture comes as the trainer sees it', async () => {
  const service = start();
  await service.request('dataset/open', { root, fallbackStorage });
  const picture = await service.request('picture/read', { root, id: 'anger/anger-3.png' });
  expect(picture).toMatchObject({ width: 93, height: 60, reason: null });
  expect((await sharp(picture.bytes!).metadata()).format).toBe('webp');
  expect(await service.request('picture/read', { root, id: 'joy/empty.png' })).toMatchObject({ bytes: null, reason: expect.stringMatching(/\w/u) });
});

test('two windows open the same dataset and both get thumbnails', async () => {
  const windows = [start(), start()];
  await Promise.all(windows.map((service) => service.request('dataset/open', { root, fallbackStorage })));
  const ids = Array.from({ length: 6 }, (_, i) => `joy/joy-${i}.png`);
  const answers = await Promise.all([64, 96, 128].flatMap((size) => windows.map((service) => service.request('thumbnail/read', { root, ids, size }))));
  for (const { thumbnails } of answers) expect(thumbnails.every(({ bytes }) => bytes !== null)).toBe(true);
});

test('where the dataset\'s folder cannot be written, our files live in the fallback folder', async () => {
  await writeFile(path.join(root, '.sticker-lab'), 'in the way');
  const service = start();
  const view = await service.request('dataset/open', { root, fallbackStorage });
  expect(view.storage).toMatchObject({ fallback: true, folder: expect.stringContaining(fallbackStorage) });
  const { thumbnails } = await service.request('thumbnail/read', { root, ids: ['joy/joy-0.png'], size: 32 });
  expect(thumbnails[0].bytes).not.toBeNull();
});

test('a cache that cannot be written gives one warning, and thumbnails all the same', async () => {
  const service = start();
  await service.request('dataset/open', { root, fallbackStorage });
  await service.stop();
  services.length = 0;
  for (const name of await readdir(path.join(root, '.sticker-lab'))) await rm(path.join(root, '.sticker-lab', name), { recursive: true });
  await mkdir(path.join(root, '.sticker-lab', 'cache.db'));
  const later = start();
  const problems = later.collect('dataset/didFindProblems');
  await later.request('dataset/open', { root, fallbackStorage });
  const { thumbnails } = await later.request('thumbnail/read', { root, ids: ['joy/joy-0.png', 'joy/joy-1.png'], size: 32 });
  expect(thumbnails.every(({ bytes }) => bytes !== null)).toBe(true);
  await expect.poll(() => problems.flatMap((told) => told.problems).filter(({ file }) => !file.startsWith('joy/'))).toMatchObject([{ severity: 'warning', file: '.sticker-lab/cache.db' }]);
});

test('errors name the file and the remedy', async () => {
  const service = start();
  await expect(service.request('gallery/page', { root, filter: {}, run: null, offset: 0, limit: 1 })).rejects.toMatchObject({ data: { file: root, remedy: expect.stringContaining('Open Dataset') } });
  const nowhere = path.join(folder, 'nowhere');
  await expect(service.request('dataset/open', { root: nowhere, fallbackStorage })).rejects.toMatchObject({ data: { file: expect.stringContaining('nowhere'), remedy: expect.stringMatching(/\w/u) } });
  await service.request('dataset/open', { root, fallbackStorage });
  await expect(service.request('sticker/read', { root, id: 'joy/none.png', run: null })).rejects.toMatchObject({ data: { file: 'joy/none.png' } });
  await expect(service.request('run/start', { root, name: '///', preset: 'tiny', recipe: 'paper', device: 'cpu', settings: {} })).rejects.toMatchObject({ data: { remedy: expect.stringContaining('letters') } });
});

test('thumbnails scrolled away are cancelled', async () => {
  const service = start();
  await service.request('dataset/open', { root, fallbackStorage });
  const source = new CancellationTokenSource();
  const ids = Array.from({ length: 6 }, (_, i) => `joy/joy-${i}.png`);
  const asked = service.request('thumbnail/read', { root, ids, size: 200 }, source.token);
  source.cancel();
  await expect(asked).rejects.toMatchObject({ code: -32800 });
});

test('without the image library the dataset opens, and thumbnails say what to install', async () => {
  const hook = path.join(folder, 'withoutSharp.mjs');
  await writeFile(hook, `import { registerHooks } from 'node:module';
registerHooks({ resolve(name, context, next) {
  if (name === 'sharp' || name.startsWith('@img/')) throw new Error('Could not load the "sharp" module using this runtime');
  return next(name, context);
} });`);
  const service = start(['--import', pathToFileURL(hook).href]);
  await service.request('dataset/open', { root, fallbackStorage });
  await expect(service.request('thumbnail/read', { root, ids: ['joy/joy-0.png'], size: 32 })).rejects.toMatchObject({
    message: expect.stringContaining('image library'), data: { remedy: expect.stringContaining(`${process.platform}-${process.arch}`) },
  });
});

test('run folders are listed, their metrics read on from where one was, and changes told', async () => {
  const service = start();
  const changes = service.collect('runs/didChange');
  const { storage } = await service.request('dataset/open', { root, fallbackStorage });
  const run = path.join(storage.folder, 'runs', 'mine');
  // What is there at the watcher's first look is no change.
  await setTimeout(600);
  await mkdir(run, { recursive: true });
  await writeFile(path.join(run, 'config.json'), JSON.stringify({ preset: 'tiny', created: '2026-01-01T00:00:00.000Z' }));
  await writeFile(path.join(run, 'status.json'), JSON.stringify({ state: 'stopped', epoch: 1, epochs: 2 }));
  await writeFile(path.join(run, 'metrics.jsonl'), '{"kind":"step","step":1}\n{"kind":"step","step":2}\n{"kind":"st');
  await expect.poll(() => changes.map((change) => change.run), { timeout: 10_000 }).toContain(run);
  expect(await service.request('runs/list', { root })).toMatchObject([{ run, name: 'mine', state: 'stopped', created: '2026-01-01T00:00:00.000Z' }]);

  const first = await service.request('run/metrics', { run, from: 0 });
  expect(first.entries).toMatchObject([{ step: 1 }, { step: 2 }]);
  await writeFile(path.join(run, 'metrics.jsonl'), '{"kind":"step","step":1}\n{"kind":"step","step":2}\n{"kind":"step","step":3}\n');
  const second = await service.request('run/metrics', { run, from: first.next });
  expect(second.entries).toMatchObject([{ step: 3 }]);
  await writeFile(path.join(run, 'metrics.jsonl'), '{"kind":"step","step":1}\n');
  expect((await service.request('run/metrics', { run, from: second.next })).entries).toMatchObject([{ step: 1 }]);
});

test('predictions judge the gallery; a line cut off loses only itself', async () => {
  const service = start();
  const { storage } = await service.request('dataset/open', { root, fallbackStorage });
  const run = path.join(storage.folder, 'runs', 'mine');
  const { tiles } = await service.request('gallery/page', { root, filter: { labels: [1] }, run: null, offset: 0, limit: 2 });
  const [right, wrong] = tiles.map(({ id }) => id) as [string, string];
  const line = (id: string, prediction: number) => JSON.stringify({ id, label: 1, prediction, probabilities: [1 - prediction, prediction] });
  await mkdir(path.join(run, 'predictions'), { recursive: true });
  await writeFile(path.join(run, 'predictions', `${tiles[0].split}.jsonl`), `${line(right, 1)}\n${line(wrong, 0)}\n{"id":"joy/jo`);
  const page = (outcome: 'right' | 'wrong') => service.request('gallery/page', { root, filter: { prediction: { run, outcome } }, run, offset: 0, limit: 9 });
  expect(await page('right')).toMatchObject({ total: 1, tiles: [{ id: right, prediction: 1 }] });
  expect(await page('wrong')).toMatchObject({ total: 1, tiles: [{ id: wrong, prediction: 0 }] });
  expect(await service.request('sticker/read', { root, id: wrong, run })).toMatchObject({ prediction: 0, probabilities: [1, 0] });
  expect(await service.request('predictions/read', { run, split: tiles[0].split, checkpoint: 'best' })).toHaveLength(2);
});

test('an old run keeps its own emotions when a new class folder shifts the dataset\'s', async () => {
  const service = start();
  const { storage, classes: before } = await service.request('dataset/open', { root, fallbackStorage });
  const { tiles: [{ id, split, label }] } = await service.request('gallery/page', { root, filter: { labels: [1] }, run: null, offset: 0, limit: 1 });
  const run = path.join(storage.folder, 'runs', 'old');
  await mkdir(path.join(run, 'predictions'), { recursive: true });
  await writeFile(path.join(run, 'config.json'), JSON.stringify({ preset: 'tiny', dataset: { classes: before } }));
  await writeFile(path.join(run, 'status.json'), JSON.stringify({ state: 'done' }));
  await writeFile(path.join(run, 'predictions', `${split}.jsonl`), `${JSON.stringify({ id, label, prediction: label, probabilities: [0.1, 0.9] })}\n`);
  await cp(path.join(root, before[1]), path.join(root, 'admiration'), { recursive: true });
  const { classes: after } = await service.request('dataset/open', { root, fallbackStorage });
  expect(after).toEqual(['admiration', ...before]);
  expect(await service.request('gallery/page', { root, filter: { prediction: { run, outcome: 'right' } }, run, offset: 0, limit: 9 })).toMatchObject({ total: 1, tiles: [{ id }] });
  expect(await service.request('gallery/page', { root, filter: { prediction: { run, outcome: 'wrong' } }, run, offset: 0, limit: 9 })).toMatchObject({ total: 0 });
  expect(await service.request('sticker/read', { root, id, run })).toMatchObject({ prediction: 1, predictedClasses: before });
  expect((await service.request('runs/list', { root }))[0].classes).toEqual(before);
});
