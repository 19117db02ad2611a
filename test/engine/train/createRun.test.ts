import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { fingerprintDataset } from '../../../engine/dataset/fingerprint.ts';
import { readDataset } from '../../../engine/dataset/readDataset.ts';
import { createRun } from '../../../engine/train/createRun.ts';
import { readDataRecords, toDataRecords } from '../../../engine/train/dataRecords.ts';
import type { RunConfig } from '../../../engine/train/runConfig.ts';
import { readRunConfig } from '../../../engine/train/runFolder.ts';
import { microSettings } from '../../support/microSettings.ts';
import { writeClassFolders } from '../service/writeClassFolders.ts';
import { readJson, trainMicro } from './trainingRun.ts';

let folder: string;
let dataset: Dataset;
const at = (name: string) => path.join(folder, name);
const create = (run: string, settings: Readonly<Record<string, string>> = {}) => createRun(run, dataset, { preset: 'tiny', recipe: 'paper', device: 'cpu', settings: { ...microSettings, ...settings } });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'create-run-'));
  await writeClassFolders(at('faces'), 20);
  dataset = await readDataset(at('faces'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the number of threads stays with the run', async () => {
  expect((await create(at('machine'), { threads: '0' })).training.threads).toBe(os.availableParallelism());
  await create(at('seven'), { threads: '7' });
  expect((await readRunConfig(at('seven'))).training.threads).toBe(7);
});

test('a config cut off while it was first written is no run; one of a run that began is', async () => {
  const run = at('cut');
  await mkdir(run);
  await writeFile(path.join(run, 'config.json'), '{"version": 2, "na');
  expect((await create(run)).name).toBe('cut');
  await expect(create(run)).rejects.toThrow('already holds a run');
  await writeFile(path.join(run, 'config.json'), '{"version": 2, "na');
  await writeFile(path.join(run, 'status.json'), '{}');
  await expect(create(run)).rejects.toThrow('already holds a run');
  expect(await readdir(run)).toContain('status.json');
});

test('what it learns from is kept, a sticker a line, and is what the fingerprint is of', async () => {
  const described = { ...dataset, stickers: dataset.stickers.map((sticker, index) => (index === 0 ? { ...sticker, descriptions: { style: 'Bold.' } } : sticker)) };
  const config = await createRun(at('kept'), described, { preset: 'tiny', recipe: 'paper', device: 'cpu', settings: microSettings });
  expect(await readDataRecords(at('kept'))).toEqual(toDataRecords(described));
  expect(config.dataset.fingerprint).toBe(fingerprintDataset(described));
  expect((await readdir(at('kept'))).toSorted()).toEqual(['checkpoints', 'config.json', 'data.jsonl']);
});

test('a run whose data have no name yet is made anew, unless it began', async () => {
  const run = at('nameless');
  await create(run);
  await rm(path.join(run, 'data.jsonl'));
  expect((await create(run)).name).toBe('nameless');
  expect(await readDataRecords(run)).toHaveLength(dataset.stickers.length);
  await rm(path.join(run, 'data.jsonl'));
  await writeFile(path.join(run, 'status.json'), '{}');
  await expect(create(run)).rejects.toThrow('already holds a run');
});

test('of several that make the same run at once, one does, and its data stay', async () => {
  const made = await Promise.allSettled(Array.from({ length: 4 }, () => create(at('contested'))));
  expect(made.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  expect(made.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))).toEqual(Array.from({ length: 3 }, () => expect.stringContaining('already holds a run')));
  expect((await readdir(at('contested'))).toSorted()).toEqual(['checkpoints', 'config.json', 'data.jsonl']);
});

test('a config without one of its settings is refused by the setting\'s name', async () => {
  const run = at('lacking');
  await create(run);
  const file = path.join(run, 'config.json');
  const config = await readJson<RunConfig>(file);
  for (const [training, setting] of [[{}, 'seed'], [{ ...config.training, model: { ...config.training.model, widths: [8, 8] } }, 'model.widths'], [{ ...config.training, threads: 'two' }, 'threads'], ['', 'training']] as const) {
    await writeFile(file, JSON.stringify({ ...config, training }));
    await expect(readRunConfig(run)).rejects.toMatchObject({ name: 'StickerLabError', file, message: `The run's config has no usable setting "${setting}"` });
  }
});

test('a run that goes on with another version says so', async () => {
  const run = at('versions');
  await expect(trainMicro(run, dataset, {}, { stopAfter: 2 })).rejects.toThrow('Stopped');
  const file = path.join(run, 'config.json');
  const config = await readJson<RunConfig>(file);
  await writeFile(file, JSON.stringify({ ...config, versions: { ...config.versions, sharp: '0.1.2' } }));
  await trainMicro(run, dataset, {}, { resume: true });
  const { notes } = await readJson<RunConfig>(file);
  expect(notes.filter((note) => note.startsWith('Begun with'))).toEqual([expect.stringMatching(/^Begun with sharp 0\.1\.2, it went on from step 2 with sharp \d/)]);
});
