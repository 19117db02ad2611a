import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { createExplainers, type Explainers } from '../../../engine/service/explainers.ts';
import { evaluateRun } from '../../../engine/train/evaluateRun.ts';
import { runFiles } from '../../../engine/train/runRecord.ts';
import { intentions, trainPlanted } from '../explain/plantedRun.ts';
import { readJsonl } from '../train/trainingRun.ts';
import { cliFile, forkService } from './forkService.ts';

let folder: string;
let dataset: Dataset;
let run: string;
let id: string;
let explainers: Explainers;
const logged: unknown[] = [];
const { signal } = new AbortController();

const childrenOf = (pid: number) => execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' })
  .split('\n').filter((line) => line.includes('--serve')).map((line) => Number.parseInt(line, 10));
const begin = (idleMilliseconds?: number) => (explainers = createExplainers(cliFile, (_, params) => logged.push(params), idleMilliseconds));
const ask = (of = run, descriptions = dataset.stickers.find((sticker) => sticker.id === id)!.descriptions, by = signal) =>
  explainers.ask(of, 'probe', { dataset: { root: dataset.root, classes: dataset.classes }, sticker: { id, text: '', descriptions } }, by);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'explainers-'));
  ({ dataset, run } = await trainPlanted(folder));
  id = dataset.stickers.find(({ split }) => split === 'test')!.id;
}, 180_000);
afterEach(() => explainers?.dispose());
afterAll(() => rm(folder, { recursive: true, force: true }));

test('one process a run answers many requests, is let go when nobody asks, and is started anew', async () => {
  begin(300);
  await ask();
  const [pid] = childrenOf(process.pid);
  await ask();
  expect(childrenOf(process.pid)).toEqual([pid]);
  await expect.poll(() => childrenOf(process.pid), { timeout: 20_000 }).toEqual([]);
  await ask();
  expect(childrenOf(process.pid)).toHaveLength(1);
  expect(logged).toEqual([]);
});

test('a crash is told once, and those that waited with it are answered by the next process', async () => {
  begin();
  await ask();
  const [pid] = childrenOf(process.pid);
  process.kill(pid, 'SIGSTOP');
  const waiting = [ask(), ask(run, {})];
  process.kill(pid, 'SIGKILL');
  const outcomes = await Promise.allSettled(waiting);
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(failures.map(({ reason }) => reason as Error)).toMatchObject([{ name: 'StickerLabError', message: 'explain was killed without a word.', file: run }]);
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  expect(logged.splice(0)).toMatchObject([{ level: 'error' }]);
  expect(childrenOf(process.pid)).not.toContain(pid);
});

test('two run at once at most: a third run takes the place of the one that was asked longest ago', async () => {
  begin();
  const others = await Promise.all(['second', 'third'].map(async (name) => {
    const copy = path.join(folder, name);
    await cp(run, copy, { recursive: true });
    return copy;
  }));
  await Promise.all([run, ...others].map((of) => ask(of)));
  expect(childrenOf(process.pid)).toHaveLength(2);
});

test('a run that cannot be loaded says why each time, and is loaded once it can be', async () => {
  begin();
  const copy = path.join(folder, 'uncertain');
  await cp(run, copy, { recursive: true });
  const checkpoint = path.join(copy, runFiles.bestCheckpoint);
  await rename(checkpoint, `${checkpoint}.away`);
  await expect(ask(copy)).rejects.toMatchObject({ name: 'StickerLabError', message: 'There is no checkpoint', file: checkpoint });
  await expect(ask(copy)).rejects.toThrow('There is no checkpoint');
  await rename(`${checkpoint}.away`, checkpoint);
  const { probabilities } = await ask(copy);
  await utimes(checkpoint, new Date(), new Date());
  expect((await ask(copy)).probabilities).toEqual(probabilities);
});

test('a probe that waits is cancelled by a newer one of its sticker, and any by who asked', async () => {
  begin();
  await ask();
  const [pid] = childrenOf(process.pid);
  process.kill(pid, 'SIGSTOP');
  const all = [ask(), ask(run, {}), ask(run, { intention: intentions.news })];
  process.kill(pid, 'SIGCONT');
  const outcomes = await Promise.allSettled(all);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(outcomes[1]).toMatchObject({ reason: { name: 'AbortError' } });
  const controller = new AbortController();
  const cancelled = ask(run, {}, controller.signal);
  controller.abort();
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
});

test('the service: probe, attention, mean, neighbours, and no runtime of its own', async () => {
  const service = forkService();
  const root = dataset.root;
  try {
    await service.request('dataset/open', { root, fallbackStorage: path.join(folder, 'fallback') });
    const stored = await service.request('predictions/read', { run, split: 'test', checkpoint: 'best' });
    const probe = await service.request('explain/probe', { root, run, id, descriptions: null });
    stored.find((record) => record.id === id)!.probabilities.forEach((probability, index) => expect(Math.abs(probe.probabilities[index] - probability)).toBeLessThan(1e-5));
    const attention = await service.request('explain/attention', { root, run, id, descriptions: {}, target: 1 });
    expect(attention).toMatchObject({ target: 1, classes: dataset.classes });
    expect(attention.stages[0].heat.attention).toBeInstanceOf(Float32Array);
    const mean = await service.request('explain/meanAttention', { root, run, ids: [...Array.from({ length: 200 }, (_, i) => `gone ${i}.png`), id, stored[1].id] });
    expect(mean.stickers).toBe(2);
    expect(mean.stages.map(({ stage }) => stage)).toEqual([1, 2, 3, 4]);
    expect(await service.request('explain/meanAttention', { root, run, ids: [] })).toEqual({ stickers: 0, stages: [] });
    await expect(service.request('explain/probe', { root, run, id: 'gone.png', descriptions: null })).rejects.toThrow('The dataset has no sticker gone.png.');
    const source = new CancellationTokenSource();
    const cancelled = service.request('explain/meanAttention', { root, run, ids: stored.map((record) => record.id) }, source.token);
    source.cancel();
    await expect(cancelled).rejects.toMatchObject({ code: -32800 });

    expect(await service.request('explain/neighbours', { root, run, id, count: 3 })).toMatchObject({ neighbours: [], reason: expect.stringContaining('train split has not been predicted') as string });
    await evaluateRun(run, dataset, 'train', 'best', signal, () => {});
    const { neighbours, reason } = await service.request('explain/neighbours', { root, run, id, count: 3 });
    expect(reason).toBeNull();
    expect(neighbours).toHaveLength(3);
    expect(neighbours[0].similarity).toBeGreaterThan(0.99);
    expect(neighbours.map(({ similarity }) => similarity)).toEqual(neighbours.map(({ similarity }) => similarity).toSorted((a, b) => b - a));
    expect(neighbours[0].label).toBe(dataset.stickers.find((sticker) => sticker.id === id)!.label);
    const [{ id: trained }] = await readJsonl<{ id: string }>(run, 'predictions', 'train.jsonl');
    expect((await service.request('explain/neighbours', { root, run, id: trained, count: 40 })).neighbours.map((neighbour) => neighbour.id)).not.toContain(trained);
    await rm(path.join(run, 'predictions', 'test.features.safetensors'));
    expect(await service.request('explain/neighbours', { root, run, id, count: 3 })).toMatchObject({ neighbours: [], reason: expect.stringContaining('evaluate the test split first') as string });

    const maps = `/proc/${service.pid}/maps`;
    if (existsSync(maps)) expect(await readFile(maps, 'utf8')).not.toContain('onnxruntime');
    const [explaining] = childrenOf(service.pid);
    await service.kill();
    await expect.poll(() => existsSync(`/proc/${explaining}`), { timeout: 10_000 }).toBe(false);
  } finally {
    await service.stop().catch(() => {});
  }
});
