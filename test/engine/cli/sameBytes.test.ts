import { copyFile, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../support/commandLine.ts';
import { microSettings, settingFlags } from '../../support/microSettings.ts';
import { writeClassFolders } from '../service/writeClassFolders.ts';

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'same-bytes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The same dataset, its files made in the opposite order: many file systems list them by when they were made. */
async function copyBackwards(from: string, to: string): Promise<void> {
  for (const entry of (await readdir(from, { withFileTypes: true })).toReversed()) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    await mkdir(to, { recursive: true });
    if (entry.isDirectory()) await copyBackwards(source, target);
    else await copyFile(source, target);
  }
}

const stored = ['checkpoints/last.safetensors', 'checkpoints/best.safetensors', 'text/tokenizer.json', 'predictions/validation.jsonl', 'predictions/test.jsonl', 'predictions/test.features.safetensors', 'evaluation/test.json'];
const bytesOf = async (run: string) => Object.fromEntries(await Promise.all(stored.map(async (file) => [file, (await readFile(path.join(run, file))).toString('base64')] as const)));
const train = async (dataset: string, run: string, settings: Readonly<Record<string, string>> = { ...microSettings, threads: '0' }, through: readonly string[] = []) => {
  expect(await runCommand(['train', at(dataset), '--run', at(run), '--preset', 'tiny', '--device', 'cpu', '--epochs', '3', ...settingFlags(settings)], {}, through)).toMatchObject({ code: 0 });
  return bytesOf(at(run));
};

test('processes with the same config, seed and data write the same bytes: alone, beside others, and with the files in another order', async () => {
  await writeClassFolders(at('forwards'), 20);
  await copyBackwards(at('forwards'), at('backwards'));
  const alone = await train('forwards', 'alone');
  const load = Array.from({ length: os.availableParallelism() }, () => new Worker('for (;;);', { eval: true }));
  try {
    const [again, backwards] = await Promise.all([train('forwards', 'again'), train('backwards', 'backwards')]);
    expect(again).toEqual(alone);
    expect(backwards).toEqual(alone);
  } finally {
    await Promise.all(load.map((worker) => worker.terminate()));
  }
});

test('a run\'s number of threads decides its bytes, not the machine\'s cores', { timeout: 120_000 }, async ({ skip }) => {
  if (process.platform !== 'linux') skip('keeping a process to one core takes taskset, on Linux');
  await writeClassFolders(at('faces'), 20);
  // Sizes at which sums are shared among threads.
  const settings = { batchSize: '8', threads: '3' };
  const free = await train('faces', 'free', settings);
  expect(await train('faces', 'one-core', settings, ['taskset', '-c', '0'])).toEqual(free);
});
