import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scorePredictions } from '../../../engine/evaluate/scores.ts';
import { writeEvaluation, writeRunConfig } from '../../../engine/train/runFolder.ts';
import { exampleReport } from '../report/exampleReport.ts';
import { forkService, type ForkedService } from './forkService.ts';

const classes = ['anger', 'happiness'];
const { config, figures } = exampleReport();

let folder: string;
let root: string;
let run: string;
let service: ForkedService;
/** A dataset of annotations alone, and a run that has predicted its test split: three of four rightly. */
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'report-'));
  root = path.join(folder, 'faces');
  run = path.join(root, '.sticker-lab', 'runs', 'first');
  const predictions = [0, 0, 1, 1].map((label, i) => {
    const prediction = i === 3 ? 0 : label;
    return { id: `${i}.png`, label, prediction, probabilities: classes.map((_, index) => (index === prediction ? 0.8 : 0.2)) };
  });
  await writeRunConfig(run, { ...config, dataset: { ...config.dataset, root, classes } });
  await writeEvaluation(run, 'best', scorePredictions([0, 0, 1, 1], [0, 0, 1, 0], classes, 'test'), predictions);
  await writeFile(path.join(root, 'stickers.jsonl'), predictions.map(({ id, label }) => JSON.stringify({ image: id, split: 'test', label: classes[label] })).join('\n'));
  service = forkService();
  await service.request('dataset/open', { root, fallbackStorage: path.join(folder, 'fallback') });
});
afterEach(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

const write = (split: 'test' | 'train', of = run) => service.request('report/write', { root, run: of, split, checkpoint: 'best', file: path.join(folder, 'out', 'report.html'), figures });

test('the report says what the panel shows, of which data, and with what it was written', async () => {
  const { html, markdown } = await write('test');
  const { accuracyInterval: { low, high } } = await service.request('evaluation/details', { root, run, split: 'test', checkpoint: 'best' });
  for (const [file, open, close] of [[html, '[', ']'], [markdown, '\\[', '\\]']] as const) {
    const text = await readFile(file, 'utf8');
    expect(text).toContain(`75.00 ${open}${(100 * low).toFixed(2)}, ${(100 * high).toFixed(2)}${close}`);
    expect(text).toContain('The dataset is no longer the one this run learned from');
    expect(text).toContain(process.versions.node);
  }
});

test('without an evaluation, or of a folder that is no run, it says so and writes nothing', async () => {
  await expect(write('train')).rejects.toThrow('first has not predicted the train split with its best checkpoint.');
  await expect(write('test', root)).rejects.toThrow('Cannot read config.json');
  await expect(readFile(path.join(folder, 'out', 'report.html'))).rejects.toThrow('ENOENT');
});
