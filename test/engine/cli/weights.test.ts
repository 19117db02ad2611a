import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WeightsReport } from '../../../engine/cli/weights.ts';
import { runCommand, startCommand } from '../../support/commandLine.ts';
import { startHubServer, type HubServer } from '../../support/hubServer.ts';
import { bertRepo, commit } from '../pretrained/bertRepo.ts';

const bytes = 3_000_000;
const repo = bertRepo(bytes);
const model = repo.files['model.safetensors'];

let folder: string;
let server: HubServer;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'weights-cli-'));
  server = await startHubServer({ 'google-bert/bert-base-uncased': repo });
  env = { STICKER_LAB_WEIGHTS: folder, HF_ENDPOINT: server.url, HF_TOKEN: '', NO_PROXY: '*', no_proxy: '*' };
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const weights = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await runCommand(['weights', '--json', ...args], env);
  return { code, stderr, report: JSON.parse(stdout) as WeightsReport & { error?: { message: string; file: string; remedy: string } } };
};
const statesOf = ({ sets }: WeightsReport) => Object.fromEntries(sets.map(({ name, state }) => [name, state]));
const arrived = async () => {
  const own = path.join(folder, 'bert-base-uncased');
  const parts = (await readdir(own).catch(() => [])).filter((name) => name.endsWith('.incomplete'));
  return parts.length === 0 ? 0 : (await stat(path.join(own, parts[0]))).size;
};

test('lists, fetches, checks; JSON and text', async () => {
  expect((await weights()).report).toEqual({ folder, sets: ['bert-base-uncased', 'pvt-tiny', 'pvt-small'].map((name) => ({ name, state: 'absent', files: [], source: null })) });
  const { code, stderr, report } = await weights('--get', 'bert-base-uncased');
  expect([code, statesOf(report)]).toEqual([0, { 'bert-base-uncased': 'present', 'pvt-tiny': 'absent', 'pvt-small': 'absent' }]);
  expect(stderr).toMatch(/bert-base-uncased: [\d.]+ of 3\.0 MB/u);
  expect(report.sets[0]).toMatchObject({ files: [{ file: 'model.safetensors', bytes, sha256: createHash('sha256').update(model).digest('hex') }, { file: 'tokenizer.json' }, { file: 'config.json' }], source: { commit } });
  const { stdout } = await runCommand(['weights', '--check'], env);
  expect(stdout).toContain('bert-base-uncased  present');
  expect(stdout).toContain('google-bert/bert-base-uncased@c0ffee00');
  const file = path.join(folder, 'bert-base-uncased/model.safetensors');
  await writeFile(file, Buffer.from(model).fill(0, 0, 10));
  expect(await weights('--check')).toMatchObject({ code: 1, report: { error: { file, message: expect.stringContaining('SHA-256 differs') } } });
  expect((await weights('--get', 'bert-base-uncased', '--check')).code).toBe(0);
  expect((await readFile(file)).equals(model)).toBe(true);
}, 30_000);

test('killed in mid-download, the next one fetches the rest, byte for byte', async () => {
  server.fileFault = { kind: 'slow', piece: 20_000 };
  const killed = startCommand(['weights', '--get', 'bert-base-uncased'], env);
  await expect.poll(arrived, { timeout: 20_000, interval: 20 }).toBeGreaterThan(bytes / 5);
  killed.kill('SIGKILL');
  expect((await killed.ended).code).toBeNull();
  const there = await arrived();
  expect(there).toBeLessThan(bytes);
  expect(statesOf((await weights()).report)['bert-base-uncased']).toBe('partial');
  server.fileFault = null;
  const before = server.served;
  expect((await weights('--get', 'bert-base-uncased')).code).toBe(0);
  const small = repo.files['tokenizer.json'].length + repo.files['config.json'].length;
  expect(server.served - before).toBe(bytes - there + small);
  expect((await readFile(path.join(folder, 'bert-base-uncased/model.safetensors'))).equals(model)).toBe(true);
  expect((await readdir(path.join(folder, 'bert-base-uncased'))).toSorted()).toEqual(['config.json', 'model.safetensors', 'source.json', 'tokenizer.json']);
}, 30_000);

test('Ctrl-C keeps what came and ends with 130; two processes share one download', async () => {
  server.fileFault = { kind: 'slow', piece: 20_000 };
  const stopped = startCommand(['weights', '--get', 'bert-base-uncased', '--json'], env);
  await expect.poll(arrived, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0);
  stopped.kill('SIGINT');
  expect(await stopped.ended).toMatchObject({ code: 130, stdout: '' });
  expect(await arrived()).toBeGreaterThan(0);
  server.fileFault = { kind: 'slow', piece: 100_000 };
  const before = server.requests.length;
  const both = await Promise.all([weights('--get', 'bert-base-uncased'), weights('--get', 'bert-base-uncased')]);
  expect(both.map(({ code, report }) => [code, statesOf(report)['bert-base-uncased']])).toEqual([[0, 'present'], [0, 'present']]);
  expect(server.requests.slice(before).filter(({ path: asked }) => asked.startsWith('/cdn/'))).toHaveLength(1);
  expect((await readFile(path.join(folder, 'bert-base-uncased/model.safetensors'))).equals(model)).toBe(true);
}, 30_000);

test('offline it says which files to put where; wrong usage is exit 2', async () => {
  await server.stop();
  const { code, report } = await weights('--get', 'pvt-tiny', '--folder', path.join(folder, 'elsewhere'));
  expect(code).toBe(1);
  expect(report.error).toMatchObject({ message: expect.stringContaining('refused'), file: expect.stringMatching(/^http:/u), remedy: expect.stringContaining(`pvt_tiny.pth from https://github.com/whai362/PVT/releases/tag/v2) on another machine and put it into ${path.join(folder, 'elsewhere', 'pvt-tiny')}.`) });
  for (const args of [['--get', 'gpt'], ['bert-base-uncased'], ['--get']]) expect((await runCommand(['weights', ...args], env)).code).toBe(2);
}, 30_000);
