import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunView } from '../../../engine/service/requests.ts';
import { evaluationFile } from '../../../engine/train/runRecord.ts';
import { forkService, type ForkedService } from './forkService.ts';
import { writeClassFolders } from './writeClassFolders.ts';

/* The real training, started by the real service, on pictures of one colour each. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

let folder: string;
let root: string;
let service: ForkedService;
const open = async () => {
  service = forkService();
  await service.request('dataset/open', { root, fallbackStorage: path.join(folder, 'fallback') });
};
const start = async (name: string, epochs: number) =>
  (await service.request('run/start', { root, name, preset: 'tiny', recipe: 'paper', device: 'cpu', settings: { epochs: String(epochs), seed: '3' } })).run;
const view = async (run: string) => (await service.request('runs/list', { root })).find((other) => other.run === run)!;
const reach = (run: string, reached: (now: RunView) => boolean) => expect.poll(async () => reached(await view(run)), { timeout: 100_000, interval: 200 }).toBe(true);

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'training-'));
  root = path.join(folder, 'faces');
  await writeClassFolders(root, 40);
  await open();
});
afterEach(async () => {
  for (const { run, status } of await service.request('runs/list', { root })) {
    await service.request('run/stop', { run }).catch(() => {});
    await reach(run, ({ state }) => ['done', 'stopped', 'failed', 'interrupted', 'unreadable'].includes(state));
    await expect.poll(() => isAlive(status?.pid), { timeout: 20_000 }).toBe(false);
  }
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('trains, and its answers are read: metrics, scores, predictions, a map', async () => {
  const run = await start('short', 2);
  await reach(run, ({ state }) => state === 'done');
  expect(await view(run)).toMatchObject({ name: 'short', preset: 'tiny', predicted: ['validation', 'test'], result: { epochs: 2 } });
  const { entries } = await service.request('run/metrics', { run, from: 0 });
  const epochs = entries.filter((entry) => entry.kind === 'epoch');
  expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(epochs.every(({ train }) => Number.isFinite(train.loss))).toBe(true);

  const report = await service.request('evaluation/read', { run, split: 'test', checkpoint: 'best' });
  const predictions = await service.request('predictions/read', { run, split: 'test', checkpoint: 'best' });
  expect(report!.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(predictions.length);
  expect(await service.request('evaluation/read', { run, split: 'train', checkpoint: 'best' })).toBeNull();
  const computed = await service.request('evaluation/compute', { run, split: 'train', checkpoint: 'best', again: false });
  expect(computed.perClass.map(({ label }) => label)).toEqual(['anger', 'joy']);
  expect(await service.request('evaluation/read', { run, split: 'train', checkpoint: 'best' })).toEqual(computed);

  const details = await service.request('evaluation/details', { root, run, split: 'test', checkpoint: 'best' });
  expect(details.accuracyInterval.low).toBeLessThanOrEqual(report!.accuracy);
  expect(details.accuracyInterval.high).toBeGreaterThanOrEqual(report!.accuracy);
  expect(details.calibration.bins.reduce((sum, { stickers }) => sum + stickers, 0)).toBe(predictions.length);
  expect(details.remarks).toEqual([]);

  const last = { run, split: 'test', checkpoint: 'last' } as const;
  expect(await service.request('evaluation/read', last)).toBeNull();
  expect(await service.request('predictions/read', last)).toEqual([]);
  const newest = await service.request('evaluation/compute', { ...last, again: false });
  // As if the labels had been others when it was scored.
  await writeFile(path.join(run, evaluationFile('test', 'last')), JSON.stringify({ ...newest, accuracy: 0.123 }));
  expect(await service.request('evaluation/compute', { ...last, again: false })).toMatchObject({ accuracy: 0.123 });
  expect(await service.request('evaluation/compute', { ...last, again: true })).toEqual(newest);
  expect(newest.step).toBe(epochs.at(-1)!.step);
  expect(await service.request('evaluation/read', last)).toEqual(newest);
  expect((await service.request('predictions/read', last)).map(({ id }) => id)).toEqual(predictions.map(({ id }) => id));
  expect(await service.request('evaluation/read', { ...last, checkpoint: 'best' })).toEqual(report);

  const key = { split: 'validation', sample: 'all', features: 'fused', method: 'pca', seed: 1 } as const;
  expect(await service.request('map/read', { run, map: key, alignTo: null })).toBeNull();
  const map = await service.request('map/compute', { run, map: key });
  expect(map.ids.toSorted()).toEqual((await service.request('predictions/read', { run, split: 'validation', checkpoint: 'best' })).map(({ id }) => id).toSorted());
  expect(await service.request('map/read', { run, map: key, alignTo: null })).toEqual(map);

  const source = new CancellationTokenSource();
  const cancelled = service.request('map/compute', { run, map: { ...key, split: 'train', method: 'tsne' } }, source.token);
  source.cancel();
  await expect(cancelled).rejects.toMatchObject({ code: -32800 });
});

test('goes on while the window is closed, is found again, stops when asked, and is resumed', async () => {
  const run = await start('long', 500);
  await reach(run, ({ status }) => (status?.epoch ?? 0) >= 2);
  await service.stop();
  await open();
  const found = await view(run);
  expect(found.state).toBe('training');
  await reach(run, ({ status }) => status!.epoch > found.status!.epoch);

  await service.request('run/stop', { run });
  await reach(run, ({ state }) => state === 'stopped');
  const stopped = await view(run);
  await expect(service.request('run/stop', { run })).rejects.toThrow('not running');
  await service.request('run/resume', { run });
  await reach(run, ({ state, status }) => state === 'training' && status!.epoch >= stopped.status!.epoch && status!.pid !== stopped.status!.pid);
});

test('what keeps a training from starting is said, and the name stays free', async () => {
  const wrong = { root, name: 'wrong', preset: 'tiny', recipe: 'paper', device: 'cpu', settings: { learningRates: '1' } } as const;
  await expect(service.request('run/start', wrong)).rejects.toThrow('learningRates');
  expect(await service.request('runs/list', { root })).toEqual([]);
  const run = await start('wrong', 1);
  await reach(run, ({ state }) => state === 'done');
  expect(await readFile(path.join(run, 'log.txt'), 'utf8')).toContain('Epoch 1');
});
