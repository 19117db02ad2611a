import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDataset } from '../../../engine/dataset/readDataset.ts';
import type { OpenDataset } from '../../../engine/service/openDatasets.ts';
import { reportRequests } from '../../../engine/service/report.ts';
import { writeRunConfig } from '../../../engine/train/runFolder.ts';
import { exampleReport } from '../report/exampleReport.ts';
import { writeClassFolders } from './writeClassFolders.ts';

const { config, evaluation, details, figures } = exampleReport();

let folder: string;
let report: ReturnType<typeof reportRequests>['report/write'];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'report-'));
  await writeClassFolders(path.join(folder, 'faces'), 3);
  await writeRunConfig(path.join(folder, 'run'), config);
  const dataset = await readDataset(path.join(folder, 'faces'), { signal: new AbortController().signal });
  report = reportRequests({ get: () => ({ dataset }) as OpenDataset }, {
    'evaluation/read': async ({ split }) => (split === 'test' ? evaluation : null),
    'evaluation/details': async () => details,
    'evaluation/published': async () => null,
  })['report/write'];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (split: 'test' | 'train', run = path.join(folder, 'run')) =>
  report({ root: path.join(folder, 'faces'), run, split, checkpoint: 'best', file: path.join(folder, 'out', 'report.html'), figures }, new AbortController().signal);

test('the report says what the panel shows, of which data, and with what it was written', async () => {
  const { html, markdown } = await write('test');
  for (const [file, accuracy] of [[html, '75.00 [40.00, 100.00]'], [markdown, '75.00 \\[40.00, 100.00\\]']] as const) {
    const text = await readFile(file, 'utf8');
    expect(text).toContain(accuracy);
    expect(text).toContain('The dataset is no longer the one this run learned from');
    expect(text).toContain(process.versions.node);
  }
});

test('without an evaluation, or of a folder that is no run, it says so and writes nothing', async () => {
  await expect(write('train')).rejects.toMatchObject({ message: 'first has not predicted the train split with its best checkpoint.', remedy: 'Compute it in the Analysis panel first.' });
  await expect(write('test', path.join(folder, 'faces'))).rejects.toThrow('Cannot read config.json');
  await expect(readFile(path.join(folder, 'out', 'report.html'))).rejects.toThrow('ENOENT');
});
