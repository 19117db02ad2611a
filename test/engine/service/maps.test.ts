import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { mapFile, type MapKey } from '../../../engine/analyze/mapKey.ts';
import type { MapView } from '../../../engine/service/mapRequests.ts';
import { microSettings } from '../../support/microSettings.ts';
import { forkService, type ForkedService } from './forkService.ts';
import { writeClassFolders } from './writeClassFolders.ts';

/* The real service, which starts the real command line, on a trained run. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let folder: string;
let root: string;
let service: ForkedService;
let run: string;
let twin: string;
const key: MapKey = { split: 'test', sample: 'all', features: 'fused', method: 'pca', seed: 1 };
const compute = (map: Partial<MapKey>, of = run) => service.request('map/compute', { run: of, map: { ...key, ...map } });
const read = (map: Partial<MapKey>, alignTo: string | null = null) => service.request('map/read', { run, map: { ...key, ...map }, alignTo });
const open = () => service.request('dataset/open', { root, fallbackStorage: path.join(folder, 'fallback') });

async function train(name: string, seed: string): Promise<string> {
  const started = await service.request('run/start', { root, name, preset: 'tiny', recipe: 'paper', device: 'cpu', settings: { ...microSettings, epochs: '1', seed } });
  await vi.waitFor(async () => expect((await service.request('runs/list', { root })).find((view) => view.run === started.run)?.state).toBe('done'), { timeout: 100_000, interval: 200 });
  return started.run;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'maps-'));
  root = path.join(folder, 'faces');
  await writeClassFolders(root, 200);
  service = forkService();
  await open();
  run = await train('one', '1');
  twin = await train('two', '2');
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

const extent = (x: Float32Array) => Math.max(...x) - Math.min(...x);

test('a t-SNE comes in while it grows; what is told last is the map', async () => {
  const told = service.collect('map/didProgress');
  const started = performance.now();
  const map = await compute({ split: 'all', method: 'tsne' });
  const seconds = (performance.now() - started) / 1000;
  const layouts = told.flatMap(({ layout, ...news }) => (layout ? [{ ...news, ...layout }] : []));
  expect(told.every((news) => news.run === run && news.map.split === 'all')).toBe(true);
  expect(told.length).toBeLessThanOrEqual(4 * seconds + 2);
  expect(told[0]).toMatchObject({ layout: null, activity: expect.stringMatching(/\w/u) as string });
  const moving = layouts.slice(0, -1);
  expect(moving.length).toBeGreaterThanOrEqual(1);
  for (const { ids } of layouts) expect(ids).toEqual(map.ids);
  expect(layouts.map(({ iteration }) => iteration)).toEqual(layouts.map(({ iteration }) => iteration).toSorted((a, b) => a - b));
  // It starts from principal components of deviation 1e-4; how far it has come when it is first seen is the machine's doing.
  expect(extent(moving[0].x)).toBeLessThan(extent(map.x));
  expect(moving[0].iteration).toBeLessThan(600);
  expect(layouts.at(-1)).toMatchObject({ x: map.x, y: map.y, kl: map.kl, iteration: 600, iterations: 600 });
  expect(map.x).toHaveLength(400);
  expect(await read({ split: 'all', method: 'tsne' })).toEqual(map);
});

test('a map of weights that the checkpoint no longer holds is not shown', async () => {
  const made = await compute({ split: 'validation' });
  expect(await read({ split: 'validation' })).toEqual(made);
  const file = path.join(run, mapFile({ ...key, split: 'validation' }));
  const stored = JSON.parse(await readFile(file, 'utf8')) as { step: number };
  await writeFile(file, JSON.stringify({ ...stored, step: stored.step - 1 }));
  expect(await read({ split: 'validation' })).toBeNull();
  const untrained = await compute({ split: 'validation', features: 'untrained' });
  expect(await read({ split: 'validation', features: 'untrained' })).toEqual(untrained);
  expect(JSON.parse(await readFile(path.join(run, mapFile({ ...key, split: 'validation', features: 'untrained' })), 'utf8'))).not.toHaveProperty('step');
});

test('a cancelled map leaves no file behind', async () => {
  const told = service.collect('map/didProgress');
  const source = new CancellationTokenSource();
  const map = { ...key, split: 'all', method: 'tsne', seed: 5 } as const;
  const cancelled = service.request('map/compute', { run, map }, source.token);
  await expect.poll(() => told.some(({ layout }) => layout), { timeout: 60_000 }).toBe(true);
  source.cancel();
  await expect(cancelled).rejects.toMatchObject({ code: -32800 });
  await expect.poll(() => readdir(path.join(run, 'layout')), { timeout: 20_000 }).toEqual([]);
  expect((await readdir(path.join(run, 'map'))).filter((file) => file.includes('-5.') || file.endsWith('.partial'))).toEqual([]);
  expect(await service.request('map/read', { run, map, alignTo: null })).toBeNull();
});

const distance = (map: MapView, other: MapView) => Math.hypot(...map.x.map((x, i) => x - other.x[i]), ...map.y.map((y, i) => y - other.y[i]));

test('another run\'s map of the same key takes its place, where there is one', async () => {
  const map = await compute({});
  expect(await read({}, twin)).toEqual(map);
  const reference = await compute({}, twin);
  const aligned = (await read({}, twin))!;
  expect(distance(aligned, reference)).toBeLessThan(distance(map, reference));
  expect(aligned).toMatchObject({ ids: map.ids, kl: null });
  const file = path.join(twin, mapFile(key));
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.slice(0, 100));
  expect(await read({}, twin)).toEqual(map);
  await writeFile(file, whole);
});

test('what the run does not have is explained', async () => {
  await expect(service.request('map/columns', { root, run, map: { ...key, seed: 99 }, other: null })).rejects.toMatchObject({ message: 'This map has not been computed' });
  await expect(service.request('map/compute', { run: path.join(folder, 'nowhere'), map: key })).rejects.toThrow('Cannot read config.json');
});

test('points are coloured by what is known now; a sticker that is gone keeps its place', async () => {
  const map = (await read({}))!;
  const columns = await service.request('map/columns', { root, run, map: key, other: twin });
  const predictions = new Map((await service.request('predictions/read', { run, split: 'test', checkpoint: 'best' })).map((record) => [record.id, record]));
  const others = new Map((await service.request('predictions/read', { run: twin, split: 'test', checkpoint: 'best' })).map((record) => [record.id, record]));
  const { classes } = columns;
  expect(classes).toEqual(['anger', 'joy']);
  map.ids.forEach((id, i) => {
    const { prediction, probabilities } = predictions.get(id)!;
    expect({ label: classes[columns.label[i]], prediction: columns.prediction[i], confidence: columns.confidence[i], other: columns.other![i] })
      .toEqual({ label: id.split('/')[0], prediction, confidence: Math.fround(Math.max(...probabilities)), other: others.get(id)!.prediction });
  });
  expect(columns.agreement.every(Number.isNaN)).toBe(true);
  expect(new Set(columns.split)).toEqual(new Set(['test']));

  await rm(path.join(root, map.ids[3]));
  await open();
  const after = await service.request('map/columns', { root, run, map: key, other: null });
  expect(after).toMatchObject({ other: null, classes });
  expect([after.label[3], after.prediction[3], after.confidence[3], after.split[3], after.topic[3]]).toEqual([-1, -1, NaN, null, '']);
  expect(after.label[4]).toBe(columns.label[4]);
});
