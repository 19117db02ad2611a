import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockRun } from '../../../engine/train/lockRun.ts';

let run: string;
beforeEach(async () => {
  run = await mkdtemp(path.join(os.tmpdir(), 'lock-'));
});
afterEach(() => rm(run, { recursive: true, force: true }));

test('of two that ask at once one gets the run, and the next after it is released', async () => {
  const both = await Promise.allSettled([lockRun(run), lockRun(run)]);
  const got = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(got).toHaveLength(1);
  expect(both.find((one) => one.status === 'rejected')!.reason).toMatchObject({ name: 'StickerLabError', message: 'The run is already being trained by another process' });
  await got[0]();
  await (await lockRun(run))();
  expect(await readdir(run)).toEqual([]);
});

test('the lock of a process that is gone is replaced', async () => {
  await writeFile(path.join(run, 'run.lock'), JSON.stringify({ pid: 2 ** 22 + 1, host: os.hostname(), at: new Date().toISOString() }));
  await lockRun(run);
  expect(JSON.parse(await readFile(path.join(run, 'run.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
});
