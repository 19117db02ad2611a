import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../support/commandLine.ts';
import { startHubServer } from '../../support/hubServer.ts';
import { microSettings, settingFlags } from '../../support/microSettings.ts';
import { writeClassFolders } from '../service/writeClassFolders.ts';
import { readTensors } from '../train/trainingRun.ts';

let folder: string;
let disk: string;
let mounted = false;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'full-disk-'));
  disk = path.join(folder, 'disk');
  await mkdir(disk);
  await writeClassFolders(path.join(folder, 'faces'), 20);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk], { stdio: 'ignore' });
    mounted = true;
  } catch {
    mounted = false;
  }
});
afterAll(async () => {
  if (mounted) execFileSync('umount', ['-l', disk]);
  await rm(folder, { recursive: true, force: true });
});

const train = (run: string, ...more: string[]) => runCommand(['train', path.join(folder, 'faces'), '--run', run, '--json', ...more]);
const fresh = ['--preset', 'tiny', '--device', 'cpu', ...settingFlags(microSettings)];

test('a checkpoint for which there is no room ends the run by name; the one before is kept and goes on once there is room', async ({ skip }) => {
  if (!mounted) skip('mounting a small disk takes root on Linux');
  const run = path.join(disk, 'run');
  await train(run, ...fresh, '--epochs', '1');
  // The same run again, as if killed after its first of two epochs.
  const config = JSON.parse(await readFile(path.join(run, 'config.json'), 'utf8')) as { training: { epochs: number } };
  await writeFile(path.join(run, 'config.json'), JSON.stringify({ ...config, training: { ...config.training, epochs: 2 } }));
  await rm(path.join(run, 'result.json'));
  const checkpoint = path.join(run, 'checkpoints/last.safetensors');
  const before = await readFile(checkpoint);

  const { bavail, bsize } = await statfs(disk);
  const filler = path.join(disk, 'filler');
  // Room for the status and the metrics, not for another checkpoint.
  await writeFile(filler, Buffer.alloc(bavail * bsize - before.length / 2));
  const failed = await train(run, '--resume');
  expect(failed.code).toBe(1);
  expect(JSON.parse(failed.stdout)).toEqual({ error: { message: 'The disk is full', file: expect.stringContaining(checkpoint), remedy: expect.stringContaining('Free some space') } });
  expect(await readFile(checkpoint)).toEqual(before);
  expect((await readdir(path.dirname(checkpoint))).filter((name) => name.endsWith('.partial'))).toEqual([]);
  expect(JSON.parse(await readFile(path.join(run, 'status.json'), 'utf8'))).toMatchObject({ state: 'failed', error: { message: 'The disk is full', file: expect.stringContaining(checkpoint) } });

  await rm(filler);
  expect(await train(run, '--resume')).toMatchObject({ code: 0 });
  expect((await readTensors(run, 'last')).size).toBeGreaterThan(0);
});

test('not even room to begin: the file is named', async ({ skip }) => {
  if (!mounted) skip('mounting a small disk takes root on Linux');
  const { bavail, bsize } = await statfs(disk);
  await writeFile(path.join(disk, 'filler'), Buffer.alloc(bavail * bsize));
  const run = path.join(disk, 'none');
  const failed = await train(run, ...fresh, '--epochs', '1');
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('The disk is full') });
  expect(JSON.parse(failed.stdout)).toMatchObject({ error: { file: expect.stringContaining(run) } });
});

test('weights for which there is no room: the file is named, what has come is kept and gone on with', async ({ skip }) => {
  if (!mounted) skip('mounting a small disk takes root on Linux');
  await rm(path.join(disk, 'run'), { recursive: true, force: true });
  await rm(path.join(disk, 'filler'), { force: true });
  const model = randomBytes(3_000_000);
  const hub = await startHubServer({ 'Zetatech/pvt-small-224': { commit: '0'.repeat(40), files: { 'model.safetensors': model } } });
  const get = () => runCommand(['weights', '--get', 'pvt-small', '--folder', path.join(disk, 'weights'), '--json'], { HF_ENDPOINT: hub.url, HTTP_PROXY: '', http_proxy: '' });
  try {
    const { bavail, bsize } = await statfs(disk);
    await writeFile(path.join(disk, 'filler'), Buffer.alloc(bavail * bsize - 1_000_000));
    const failed = await get();
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stdout)).toMatchObject({ error: { message: 'The disk is full', file: expect.stringContaining('pvt-small') } });
    await rm(path.join(disk, 'filler'));
    expect(await get()).toMatchObject({ code: 0 });
    expect(hub.requests.some(({ range }) => range !== undefined)).toBe(true);
    expect((await readFile(path.join(disk, 'weights/pvt-small/model.safetensors'))).equals(model)).toBe(true);
  } finally {
    await hub.stop();
  }
});
