import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scorePredictions } from '../../../engine/evaluate/scores.ts';
import { written } from '../../../engine/service/readRecord.ts';
import { writeEvaluation } from '../../../engine/train/runFolder.ts';
import { evaluationFile, predictionsFile, type PredictionRecord } from '../../../engine/train/runRecord.ts';
import { forkService, type ForkedService } from './forkService.ts';

const classes = ['anger', 'happiness', 'sadness'];

interface Row {
  readonly label: string;
  readonly split?: string;
  readonly text?: string;
  readonly topic?: string;
  readonly votes?: readonly string[];
  readonly metaphor?: string;
}

let root: string;
let run: string;
let service: ForkedService;
const key = () => ({ root, run, split: 'test', checkpoint: 'best' }) as const;

/** A dataset of annotations alone: evaluation looks at no picture. */
async function open(rows: readonly Row[]): Promise<void> {
  await writeFile(path.join(root, 'stickers.jsonl'), rows.map((row, i) => JSON.stringify({ image: `${i}.png`, split: 'test', ...row })).join('\n'));
  const view = await service.request('dataset/open', { root, fallbackStorage: `${root}-fallback` });
  expect(view.classes).toEqual(classes);
}
const predicted = (i: number, label: number, prediction: number, sure: number): PredictionRecord =>
  ({ id: `${i}.png`, label, prediction, probabilities: classes.map((_, index) => (index === prediction ? sure : (1 - sure) / 2)) });
const store = (records: readonly PredictionRecord[], names: readonly string[] = classes) =>
  writeEvaluation(run, 'best', scorePredictions(records.map(({ label }) => label), records.map(({ prediction }) => prediction), names, 'test'), records);

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'evaluations-'));
  run = path.join(root, '.sticker-lab', 'runs', 'mine');
  for (const folder of ['predictions', 'evaluation']) await mkdir(path.join(run, folder), { recursive: true });
  service = forkService();
});
afterEach(async () => {
  await service.stop();
  await rm(root, { recursive: true, force: true });
});

const others: readonly Row[] = [{ label: 'sadness', split: 'train', topic: 'cats' }, { label: 'happiness', split: 'train', topic: 'cats' }];
const fourStickers: readonly Row[] = [
  { label: 'anger', text: 'no!', topic: 'cats', votes: ['anger', 'anger', 'anger'], metaphor: '1' },
  { label: 'anger', topic: 'dogs', votes: ['anger', 'anger', 'sadness'], metaphor: '0' },
  { label: 'happiness', text: 'yes', topic: 'cats', votes: ['happiness', 'happiness', 'happiness'], metaphor: '0' },
  { label: 'happiness', topic: 'cats', votes: ['happiness', 'anger', 'happiness'], metaphor: '0' },
];
const fourPredictions = [predicted(0, 0, 0, 0.9), predicted(1, 0, 1, 0.5), predicted(2, 1, 0, 0.8), predicted(3, 1, 1, 0.6)];

test('intervals, calibration, agreement and slices of what a run predicted', async () => {
  await open([...fourStickers, ...others]);
  await store(fourPredictions);
  const details = await service.request('evaluation/details', key());
  expect(details).toMatchObject({ seed: 1, resamples: 1000, accuracyInterval: { low: 0, high: 1 }, kappa: 0, perClass: [{}, {}, null] });
  expect(details.calibration.bins.filter(({ stickers }) => stickers > 0)).toHaveLength(4);
  expect(details.calibration.expectedError).toBeCloseTo((0.1 + 0.5 + 0.8 + 0.4) / 4, 12);
  expect(details.votesKappa).toBeCloseTo(0.414634, 6);
  expect(details.slices.map(({ name, slices }) => [name, slices.map(({ value, ids }) => [value, ids])])).toEqual([
    ['Text', [['has text', ['2.png', '0.png']], ['no text', ['1.png', '3.png']]]],
    ['Pack', [['seen', ['2.png', '3.png', '0.png']], ['unseen', ['1.png']]]],
    ['Votes', [['unanimous', ['2.png', '0.png']], ['split', ['1.png', '3.png']]]],
    ['metaphor', [['0', ['2.png', '1.png', '3.png']], ['1', ['0.png']]]],
  ]);
  expect(details.remarks).toEqual([expect.stringContaining('labelled sadness')]);
  expect(await service.request('evaluation/details', key())).toEqual(details);
});

test('what has changed since, and what is no number, is told', async () => {
  await open([{ ...fourStickers[0], label: 'sadness' }, fourStickers[1], fourStickers[2], ...others]);
  await store([...fourPredictions.slice(0, 3), predicted(99, 2, 2, 0.7)]);
  await writeFile(path.join(run, predictionsFile('test')), [...fourPredictions.slice(0, 2), { ...fourPredictions[2], probabilities: [NaN, NaN, NaN] }, predicted(99, 2, 2, 0.7)].map((record) => `${JSON.stringify(record)}\n`).join(''));
  const { remarks, calibration, slices } = await service.request('evaluation/details', key());
  expect(remarks).toEqual([
    expect.stringMatching(/no longer in the dataset: 1 sticker\./u), expect.stringMatching(/^The labels of 1 sticker have changed/u), expect.stringMatching(/^The probabilities of 1 sticker are no numbers/u),
  ]);
  expect(calibration.bins.reduce((sum, { stickers }) => sum + stickers, 0)).toBe(3);
  expect(slices[0].slices.flatMap(({ ids }) => ids).toSorted()).toEqual(['0.png', '1.png', '2.png']);
});

test('a run of other classes is read by names', async () => {
  await open([...fourStickers, ...others]);
  // The run's first class is the dataset's second; `love` the dataset does not have.
  await store([predicted(2, 0, 0, 0.9), predicted(0, 1, 2, 0.8)], ['happiness', 'anger', 'love']);
  const { remarks } = await service.request('evaluation/details', key());
  expect(remarks.join('\n')).not.toContain('changed since');
  expect(remarks).toContainEqual(expect.stringContaining('no longer has: love'));
});

test('one sticker, and none that is still there', async () => {
  await open([...fourStickers, ...others]);
  await store([predicted(0, 0, 0, 0.9)]);
  expect(await service.request('evaluation/details', key())).toMatchObject({ accuracyInterval: { low: 1, high: 1 }, kappa: null, votesKappa: null, slices: [] });
  await store([predicted(77, 0, 1, 0.9)]);
  expect(await service.request('evaluation/details', key())).toMatchObject({ accuracyInterval: { low: 0, high: 0 }, votesKappa: null, slices: [], remarks: [{}, {}].map(() => expect.any(String) as string) });
});

test('without predictions, or with a file of another version, it says what to do', async () => {
  await open([...fourStickers, ...others]);
  await expect(service.request('evaluation/details', key())).rejects.toThrow(/not been predicted/u);
  expect(await service.request('evaluation/published', key())).toBeNull();
  await store(fourPredictions);
  await writeFile(path.join(run, evaluationFile('test')), '{"version":9}');
  for (const method of ['evaluation/details', 'evaluation/read', 'evaluation/published'] as const) await expect(service.request(method, key())).rejects.toThrow(/not what this version/u);
  // Asked to compute, it does: here the run lacks what that takes.
  await expect(service.request('evaluation/compute', { run, split: 'test', checkpoint: 'best', again: false })).rejects.toThrow(/config\.json/u);
  await expect(service.request('evaluation/details', { ...key(), root: `${root}/elsewhere` })).rejects.toThrow();
});

test('scores as text, and the paper has no table for these classes', async () => {
  await open([...fourStickers, ...others]);
  await store(fourPredictions);
  const text = async (table: 'scores' | 'published', format: 'latex' | 'csv' | 'markdown') => (await service.request('evaluation/table', { ...key(), table, format })).text;
  expect(await text('scores', 'csv')).toMatch(/^Class,Stickers,Precision,Precision low,[^\n]*\nanger,2,50,/u);
  expect(await text('scores', 'latex')).toContain(String.raw`\toprule`);
  expect(await text('scores', 'markdown')).toContain('| anger | 2 | 50.00 (');
  expect(await text('published', 'csv')).toBe('');
});

test('details that nobody waits for any more are given up', async () => {
  await open([...fourStickers, ...others]);
  await store(fourPredictions);
  const source = new CancellationTokenSource();
  const cancelled = service.request('evaluation/details', key(), source.token);
  source.cancel();
  await expect(cancelled).rejects.toMatchObject({ code: -32800 });
});

test('what was computed while the training went on is said to be of earlier weights', async () => {
  const file = path.join(run, evaluationFile('test', 'last'));
  await expect(written(null, file)).rejects.toMatchObject({ name: 'StickerLabError', file, message: expect.stringContaining('did not write') as string });
  await writeFile(file, '{}');
  await expect(written(null, file)).rejects.toMatchObject({ name: 'StickerLabError', file, message: expect.stringContaining('went on meanwhile') as string });
});
