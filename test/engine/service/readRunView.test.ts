import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listRuns, readRunView } from '../../../engine/service/readRunView.ts';
import type { RunStatus } from '../../../engine/train/runRecord.ts';

let runs: string;
beforeEach(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'runs-'));
});
afterEach(() => rm(runs, { recursive: true, force: true }));

const status: RunStatus = {
  state: 'training', pid: process.pid, host: os.hostname(), at: new Date().toISOString(), activity: 'training', epoch: 2, epochs: 5,
  step: 3, steps: 9, imagesPerSecond: 20, secondsLeft: 60, device: 'cpu',
};
async function run(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = path.join(runs, name);
  await mkdir(path.join(folder, 'predictions'), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
  return folder;
}
const config = JSON.stringify({ preset: 'laptop', created: '2026-01-02T03:04:05.000Z', dataset: { classes: ['joy', 'anger'] }, notes: ['3 stickers had no descriptions.'] });

test('a run at work, with what is known of it', async () => {
  const view = await readRunView(await run('a', { 'config.json': config, 'status.json': JSON.stringify(status), 'predictions/validation.jsonl': '' }));
  expect(view).toMatchObject({ name: 'a', preset: 'laptop', state: 'training', created: '2026-01-02T03:04:05.000Z', predicted: ['validation'], classes: ['joy', 'anger'], notes: ['3 stickers had no descriptions.'] });
});

test('a running state whose process is gone is interrupted, on this host alone', async () => {
  const dead = { ...status, pid: 2 ** 22 + 1 };
  expect((await readRunView(await run('a', { 'config.json': config, 'status.json': JSON.stringify(dead) }))).state).toBe('interrupted');
  expect((await readRunView(await run('b', { 'config.json': config, 'status.json': JSON.stringify({ ...dead, host: 'elsewhere' }) }))).state).toBe('training');
  const silent = { ...dead, host: 'elsewhere', at: new Date(Date.now() - 180_000).toISOString() };
  expect((await readRunView(await run('c', { 'config.json': config, 'status.json': JSON.stringify(silent) }))).state).toBe('interrupted');
});

test('a status older than this machine\'s start is no proof of life', async () => {
  const old = { ...status, at: new Date(Date.now() - os.uptime() * 1000 - 60_000).toISOString() };
  expect((await readRunView(await run('a', { 'config.json': config, 'status.json': JSON.stringify(old) }))).state).toBe('interrupted');
});

test('a folder cut off mid-write is listed with the reason, and the others with it', async () => {
  await run('whole', { 'config.json': config, 'status.json': JSON.stringify({ ...status, state: 'done' }) });
  await run('cut-status', { 'config.json': config, 'status.json': JSON.stringify(status).slice(0, 40) });
  await run('cut-config', { 'config.json': config.slice(0, 10), 'status.json': JSON.stringify(status) });
  await run('list', { 'config.json': '[]', 'status.json': JSON.stringify(status) });
  await run('empty', {});
  const views = new Map((await listRuns(runs)).map((view) => [view.name, view]));
  expect(views.get('whole')!.state).toBe('done');
  expect(views.get('cut-status')).toMatchObject({ state: 'interrupted' });
  expect(views.get('cut-config')).toMatchObject({ state: 'unreadable', trouble: 'config.json is cut off or damaged.' });
  expect(views.get('list')).toMatchObject({ state: 'unreadable' });
  expect(views.get('empty')!.trouble).toContain('missing');
});

test('a run just started, with its log alone, is starting; without runs there is an empty list', async () => {
  expect((await readRunView(await run('a', { 'log.txt': '' }))).state).toBe('starting');
  expect(await listRuns(path.join(runs, 'nowhere'))).toEqual([]);
});
