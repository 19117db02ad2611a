import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchRuns } from '../../../engine/service/runWatcher.ts';
import type { RunStatus } from '../../../engine/train/runRecord.ts';

let runs: string;
let told: string[];
let stop: () => void;
beforeEach(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'watch-'));
  told = [];
});
afterEach(async () => {
  stop();
  await rm(runs, { recursive: true, force: true });
});
const watch = () => {
  stop = watchRuns(runs, (run) => told.push(path.basename(run)));
};
const eventually = (names: readonly string[]) => expect.poll(() => [...new Set(told)].toSorted(), { timeout: 10_000 }).toEqual(names);
const writeStatus = async (name: string, more: Partial<RunStatus>) => {
  const status = { state: 'training', pid: process.pid, host: os.hostname(), at: new Date().toISOString(), ...more };
  await mkdir(path.join(runs, name), { recursive: true });
  await writeFile(path.join(runs, name, 'config.json'), '{}');
  await writeFile(path.join(runs, name, 'status.json'), JSON.stringify(status));
};

test('tells of runs that appear, change and go away, and nothing of those at rest', async () => {
  await writeStatus('old', { state: 'done' });
  watch();
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(told).toEqual([]);
  await writeStatus('new', {});
  await eventually(['new']);
  told.length = 0;
  await writeFile(path.join(runs, 'new', 'metrics.jsonl'), '{}\n');
  await eventually(['new']);
  told.length = 0;
  await rm(path.join(runs, 'old'), { recursive: true });
  await eventually(['old']);
});

test('tells of a run whose process dies without a word', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await writeStatus('a', { pid: child.pid! });
  watch();
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(told).toEqual([]);
  child.kill('SIGKILL');
  await eventually(['a']);
});
