import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRunView } from '../../../engine/service/readRunView.ts';
import { resumeRun, runFolderName, startRun, stopRun } from '../../../engine/service/startRun.ts';

/*
 * A program that keeps to the run folder's contract and nothing more, so that starting, failing, stopping and resuming
 * can be tested in milliseconds. The real training is started the same way by the service's own test.
 */
const program = `
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
const args = process.argv.slice(2);
const run = args[args.indexOf('--run') + 1];
const file = (name) => path.join(run, name);
const status = (state, more = {}) => writeFileSync(file('status.json'), JSON.stringify({
  state, pid: process.pid, host: os.hostname(), at: new Date().toISOString(), activity: '', epoch: 0, epochs: 1, step: 0, steps: 1,
  imagesPerSecond: null, secondsLeft: null, device: 'cpu', ...more }));
if (args.includes('silent=1')) { console.error('There is no such dataset.'); process.exit(1); }
if (args.includes('failing=1')) { status('failed', { error: { message: 'No pictures.', file: 'x', remedy: 'Add some.' } }); process.exit(1); }
rmSync(file('stop'), { force: true });
writeFileSync(file('config.json'), JSON.stringify({ preset: 'tiny', args }));
status('training');
setInterval(() => { if (existsSync(file('stop'))) { status('stopped'); process.exit(0); } }, 20);
`;

const never = new AbortController().signal;
let folder: string;
let cli: string;
let runs: string;
const params = (name: string, settings: Record<string, string> = {}) => ({ root: folder, name, preset: 'tiny' as const, recipe: 'paper' as const, device: 'cpu' as const, settings });

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'start-'));
  runs = path.join(folder, 'runs');
  cli = path.join(folder, 'program.mjs');
  await writeFile(cli, program);
});
afterEach(async () => {
  for (const name of await readdir(runs).catch(() => [])) {
    await stopRun(path.join(runs, name)).catch(() => {});
    await stateOf(path.join(runs, name), ['stopped', 'failed', 'unreadable', 'interrupted']);
  }
  await rm(folder, { recursive: true, force: true });
});

async function stateOf(run: string, wanted: readonly string[]): Promise<void> {
  await expect.poll(async () => wanted.includes((await readRunView(run)).state), { timeout: 10_000 }).toBe(true);
}

test('a run starts with the flags of the command line, stops when asked, and resumes', async () => {
  const run = await startRun(cli, runs, params('My first run!', { epochs: '3', dropout: '0.1' }), never);
  expect(path.basename(run)).toBe('My-first-run');
  const config = JSON.parse(await readFile(path.join(run, 'config.json'), 'utf8')) as { args: string[] };
  expect(config.args).toEqual(['train', folder, '--run', run, '--preset', 'tiny', '--recipe', 'paper', '--device', 'cpu', '--epochs', '3', '--set', 'dropout=0.1']);
  expect((await readRunView(run)).state).toBe('training');
  await expect(resumeRun(cli, folder, run, never)).rejects.toThrow('is running');
  await stopRun(run);
  await stateOf(run, ['stopped']);
  await expect(stopRun(run)).rejects.toThrow('not running');
  await resumeRun(cli, folder, run, never);
  expect((await readRunView(run)).state).toBe('training');
  expect((JSON.parse(await readFile(path.join(run, 'config.json'), 'utf8')) as { args: string[] }).args).toContain('--resume');
});

test('a name is used once', async () => {
  await mkdir(path.join(runs, 'same'), { recursive: true });
  await expect(startRun(cli, runs, params('same'), never)).rejects.toMatchObject({ message: expect.stringContaining('already'), remedy: expect.stringContaining('another name') });
  await expect(startRun(cli, runs, params('../..'), never)).rejects.toMatchObject({ remedy: expect.stringContaining('letters') });
});

test('what the process says when it ends at once becomes the error', async () => {
  await expect(startRun(cli, runs, params('a', { silent: '1' }), never)).rejects.toThrow('There is no such dataset.');
  expect(await readdir(runs)).toEqual([]);
  await expect(startRun(cli, runs, params('b', { failing: '1' }), never)).rejects.toMatchObject({ message: 'No pictures.', remedy: 'Add some.' });
  expect(await readdir(runs)).toEqual(['b']);
});

test('names become folders every system takes', () => {
  expect(runFolderName('  tiny 1/2: a*b? ')).toBe('tiny-1-2-a-b');
  expect(runFolderName('..')).toBe('');
  expect(runFolderName('贴纸 1')).toBe('贴纸-1');
  expect(runFolderName('x'.repeat(200))).toHaveLength(80);
});
