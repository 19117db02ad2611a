import { appendFile, mkdir, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { readDataset } from '../../../engine/dataset/readDataset.ts';
import type { EvaluationReport } from '../../../engine/evaluate/evaluationReport.ts';
import type { RunConfig } from '../../../engine/train/runConfig.ts';
import type { PredictionRecord, RunResult } from '../../../engine/train/runRecord.ts';
import { writeLineDataset } from '../../support/lineDataset.ts';
import { writeClassFolders } from '../service/writeClassFolders.ts';
import { readJson, readJsonl, readMetrics, readTensors, trainMicro } from './trainingRun.ts';

let folder: string;
let dataset: Dataset;
/** A run of three epochs that nothing disturbed. */
let whole: string;
let answer: RunResult;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'train-run-'));
  await writeClassFolders(at('faces'), 20);
  dataset = await readDataset(at('faces'));
  whole = at('whole');
  answer = await trainMicro(whole, dataset);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('what a run writes agrees with itself', async () => {
  const config = await readJson<RunConfig>(whole, 'config.json');
  const metrics = await readMetrics(whole);
  const epochs = metrics.flatMap((entry) => (entry.kind === 'epoch' ? [entry] : []));
  const steps = metrics.flatMap((entry) => (entry.kind === 'step' ? [entry.step] : []));
  expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  expect(steps).toEqual(Array.from({ length: epochs[2].step }, (_, i) => i + 1));

  const best = epochs.findLast((entry) => entry.best)!;
  expect(best.validation.accuracy).toBe(Math.max(...epochs.map(({ validation }) => validation.accuracy)));
  expect(answer).toEqual(await readJson(whole, 'result.json'));
  expect(answer).toMatchObject({ run: whole, epochs: 3, device: 'cpu', best: { epoch: best.epoch, split: 'validation', accuracy: best.validation.accuracy, weightedF1: best.validation.weightedF1 } });
  expect(answer.secondsPerImage).toBeGreaterThan(0);
  expect(answer.peakMemoryBytes).toBeGreaterThan(2 ** 25);

  for (const split of ['validation', 'test'] as const) {
    const predictions = await readJsonl<PredictionRecord>(whole, 'predictions', `${split}.jsonl`);
    const report = await readJson<EvaluationReport>(whole, 'evaluation', `${split}.json`);
    const ids = dataset.stickers.filter((sticker) => sticker.split === split).map(({ id }) => id).filter((id) => !/empty|text/.test(id));
    expect(predictions.map(({ id }) => id).toSorted()).toEqual(ids);
    expect(report.accuracy).toBe(predictions.filter(({ label, prediction }) => label === prediction).length / predictions.length);
    for (const { probabilities, prediction } of predictions) {
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
      expect(probabilities[prediction]).toBe(Math.max(...probabilities));
    }
    if (split === 'validation') expect(report).toMatchObject({ accuracy: answer.best.accuracy, weighted: { f1: answer.best.weightedF1 } });
  }
  expect(config.notes.join(' ')).toMatch(/2 pictures could not be read and were left out, the first: joy\/empty\.png/);
  const [bestTensors, lastTensors] = [await readTensors(whole, 'best'), await readTensors(whole, 'last')];
  expect(lastTensors.size).toBe(3 * bestTensors.size);
});

test('the same seed gives the same bytes, another seed others', async () => {
  await trainMicro(at('again'), dataset);
  expect(await readTensors(at('again'), 'best')).toEqual(await readTensors(whole, 'best'));
  expect(await readFile(path.join(at('again'), 'predictions/test.jsonl'))).toEqual(await readFile(path.join(whole, 'predictions/test.jsonl')));
  await trainMicro(at('other'), dataset, { seed: '2', epochs: '1' });
  expect(await readTensors(at('other'), 'best')).not.toEqual(await readTensors(whole, 'best'));
});

test.each([['before the end of the first epoch', 3], ['at the last step of an epoch', 14], ['within the last epoch', 19]])('stopped %s and resumed, it ends as if never stopped', async (_, step) => {
  const run = at(`stopped-${step}`);
  await expect(trainMicro(run, dataset, {}, { stopAfter: step })).rejects.toThrow('Stopped');
  expect((await readMetrics(run)).at(-1)!.step).toBe(step);
  const result = await trainMicro(run, dataset, {}, { resume: true });
  expect(result.best).toEqual(answer.best);
  expect(await readTensors(run, 'last')).toEqual(await readTensors(whole, 'last'));
  expect(await readTensors(run, 'best')).toEqual(await readTensors(whole, 'best'));
  const timeless = async (of: string) => (await readMetrics(of)).map((entry) => ({ ...entry, seconds: 0 }));
  expect(await timeless(run)).toEqual(await timeless(whole));
});

test('with RandAugment, repeats and balanced classes, a stopped run ends as one never stopped, and as no other', async () => {
  const settings = { epochs: '2', classWeights: 'balanced', 'augmentation.minimumArea': '0.08', 'augmentation.randAugment': '9', 'augmentation.repeats': '3', 'augmentation.evaluationCrop': '0.875' };
  await trainMicro(at('recipe'), dataset, settings);
  await expect(trainMicro(at('recipe-stopped'), dataset, settings, { stopAfter: 5 })).rejects.toThrow('Stopped');
  await trainMicro(at('recipe-stopped'), dataset, {}, { resume: true });
  expect(await readTensors(at('recipe-stopped'), 'last')).toEqual(await readTensors(at('recipe'), 'last'));
  await trainMicro(at('recipe-once'), dataset, { ...settings, 'augmentation.repeats': '1' });
  expect(await readTensors(at('recipe-once'), 'last')).not.toEqual(await readTensors(at('recipe'), 'last'));
});

test('asked to stop while pictures are read, it stops without a checkpoint and can go on', async () => {
  const run = at('early');
  await expect(trainMicro(run, dataset, {}, { stopAfter: 0 })).rejects.toThrow('before the first step');
  await trainMicro(run, dataset, {}, { resume: true });
  expect(await readTensors(run, 'last')).toEqual(await readTensors(whole, 'last'));
});

test('a dataset that changed is refused, by what to do', async () => {
  const run = at('changed');
  await expect(trainMicro(run, dataset, {}, { stopAfter: 2 })).rejects.toThrow('Stopped');
  const before = await readFile(path.join(run, 'checkpoints/last.safetensors'));
  const stickers = dataset.stickers.map((sticker, index) => (index === 5 ? { ...sticker, label: 1 - sticker.label! } : sticker));
  for (const changed of [{ ...dataset, stickers }, { ...dataset, stickers: dataset.stickers.slice(1) }]) {
    await expect(trainMicro(run, changed, {}, { resume: true })).rejects.toMatchObject({ message: 'The dataset or its descriptions have changed since this run began', file: dataset.root, remedy: expect.stringContaining('Start a new run') });
  }
  expect(await readFile(path.join(run, 'checkpoints/last.safetensors'))).toEqual(before);
});

const checkpoint = (run: string, name: 'last' | 'previous' | 'best') => path.join(run, `checkpoints/${name}.safetensors`);

/** A power cut after the rename, before all of the data was on the disk. */
async function zeroTail(file: string): Promise<void> {
  const content = await readFile(file);
  await writeFile(file, Buffer.concat([content.subarray(0, content.length * 0.7), Buffer.alloc(Math.ceil(content.length * 0.3))]));
}

test.each<[string, (file: string) => Promise<void>]>([
  ['cut off', (file) => truncate(file, 100_000)],
  ['zeroed in part', zeroTail],
])('a last checkpoint that is %s gives way to the one before, and the run says so', async (how, damage) => {
  const run = at(how);
  await expect(trainMicro(run, dataset, {}, { stopAfter: 9 })).rejects.toThrow('Stopped');
  await damage(checkpoint(run, 'last'));
  expect((await trainMicro(run, dataset, {}, { resume: true })).best).toEqual(answer.best);
  expect((await readJson<RunConfig>(run, 'config.json')).notes).toContainEqual(expect.stringMatching(/The last checkpoint was damaged .* of step 7/));
  expect(await readTensors(run, 'last')).toEqual(await readTensors(whole, 'last'));
  expect(await readTensors(run, 'best')).toEqual(await readTensors(whole, 'best'));
  expect((await readMetrics(run)).map(({ kind, step }) => `${kind} ${step}`)).toEqual((await readMetrics(whole)).map(({ kind, step }) => `${kind} ${step}`));
});

test('where no checkpoint can be read, resuming says what to do and changes nothing', async () => {
  const run = at('cut');
  await expect(trainMicro(run, dataset, {}, { stopAfter: 9 })).rejects.toThrow('Stopped');
  await truncate(checkpoint(run, 'last'), 100_000);
  await zeroTail(checkpoint(run, 'previous'));
  const metrics = await readFile(path.join(run, 'metrics.jsonl'));
  const resume = () => trainMicro(run, dataset, {}, { resume: true });
  await expect(resume()).rejects.toMatchObject({ name: 'StickerLabError', file: checkpoint(run, 'last'), remedy: expect.stringContaining(`delete the folder ${path.join(run, 'checkpoints')}`) });
  expect((await readFile(checkpoint(run, 'last'))).length).toBe(100_000);
  expect(await readFile(path.join(run, 'metrics.jsonl'))).toEqual(metrics);
  await rm(checkpoint(run, 'previous'));
  await writeFile(checkpoint(run, 'last'), 'not a checkpoint at all');
  await expect(resume()).rejects.toMatchObject({ file: checkpoint(run, 'last') });
  await rm(path.join(run, 'checkpoints'), { recursive: true });
  expect((await resume()).best).toEqual(answer.best);
  expect(await readTensors(run, 'last')).toEqual(await readTensors(whole, 'last'));
});

test('a picture that can no longer be read is refused when the run is resumed: every batch after it would be another', async () => {
  const root = at('faces-fading');
  await writeClassFolders(root, 20);
  const fading = await readDataset(root);
  const run = at('fading');
  await expect(trainMicro(run, fading, {}, { stopAfter: 3 })).rejects.toThrow('Stopped');
  const file = path.join(root, 'joy/joy-3.png');
  const picture = await readFile(file);
  await writeFile(file, 'no picture');
  await expect(trainMicro(run, fading, {}, { resume: true })).rejects.toMatchObject({ message: expect.stringContaining('Not the same pictures'), remedy: expect.stringContaining('start a new run') });
  await writeFile(file, picture);
  await trainMicro(run, fading, {}, { resume: true });
  expect(await readTensors(run, 'last')).toEqual(await readTensors(whole, 'last'));
});

test('a last line cut off mid-write and a half-written file beside are no harm', async () => {
  const run = at('crashed');
  await expect(trainMicro(run, dataset, {}, { stopAfter: 10 })).rejects.toThrow('Stopped');
  await appendFile(path.join(run, 'metrics.jsonl'), '{"kind":"step","epoch":2,"step":11,"learni');
  await writeFile(path.join(run, 'checkpoints/last.safetensors.123.partial'), 'half');
  await trainMicro(run, dataset, {}, { resume: true });
  expect((await readMetrics(run)).filter(({ kind }) => kind === 'step')).toEqual((await readMetrics(whole)).filter(({ kind }) => kind === 'step'));
  expect(await readTensors(run, 'last')).toEqual(await readTensors(whole, 'last'));
});

test('the batch shrinks to the pictures that can be read', async () => {
  const result = await trainMicro(at('large-batch'), dataset, { batchSize: '1000', epochs: '1' });
  expect(result.best.epoch).toBe(1);
  expect((await readMetrics(at('large-batch'))).map(({ kind }) => kind)).toEqual(['step', 'epoch']);
});

test('a folder that holds a run and too little data are refused', async () => {
  await expect(trainMicro(whole, dataset)).rejects.toMatchObject({ message: 'The folder already holds a run', file: whole, remedy: expect.stringContaining('--resume') });
  await expect(trainMicro(at('few'), { ...dataset, stickers: dataset.stickers.filter(({ split }) => split !== 'validation') })).rejects.toMatchObject({ message: expect.stringContaining('The validation split has 0 stickers'), file: dataset.root });
});

const finite = async (run: string, name: 'last' | 'best') => [...(await readTensors(run, name)).values()].every((bytes) => {
  const data = Buffer.from(bytes, 'base64');
  return Array.from({ length: data.length / 4 }, (_, i) => data.readFloatLE(4 * i)).every(Number.isFinite);
});

test.each<[string, Record<string, string>, { stopAfter?: number }, RegExp]>([
  ['the loss', { 'loss.temperature': '1e-39' }, {}, /^The loss is no longer a number at step 1$/],
  // The rate makes weights of the first step infinite, whose loss was taken before it.
  ['the weights, and a checkpoint is due before the next loss', { learningRate: '1e38', 'optimizer.weightDecay': '1e3', checkpointSeconds: '0' }, {}, /^The weights are no longer numbers at step 1$/],
  ['the weights, and the run is asked to stop', { learningRate: '1e38', 'optimizer.weightDecay': '1e3' }, { stopAfter: 1 }, /^The weights are no longer numbers at step 1$/],
  ['the weights, and the epoch ends', { learningRate: '1e38', 'optimizer.weightDecay': '1e3', batchSize: '1000' }, {}, /^The weights are no longer numbers at step 1$/],
])('no longer finite are %s: the run stops at that step and stores nothing', async (what, settings, options, message) => {
  const run = at(`wild ${what}`);
  await expect(trainMicro(run, dataset, { warmupEpochs: '0', ...settings }, options)).rejects.toMatchObject({ name: 'StickerLabError', message: expect.stringMatching(message), remedy: expect.stringMatching(/No checkpoint was written yet\. Train again with a lower learning rate/) });
  await expect(readdir(path.join(run, 'checkpoints'))).resolves.toEqual([]);
});

test('weights that grow beyond all numbers later leave the last good checkpoint as it was', async () => {
  const run = at('wild-later');
  await expect(trainMicro(run, dataset, { checkpointSeconds: '0' }, { stopAfter: 9 })).rejects.toThrow('Stopped');
  const before = await readFile(checkpoint(run, 'last'));
  const config = await readJson<RunConfig>(run, 'config.json');
  await writeFile(path.join(run, 'config.json'), JSON.stringify({ ...config, training: { ...config.training, learningRate: 1e38, warmupEpochs: 0, optimizer: { ...config.training.optimizer, weightDecay: 1e3 } } }));
  await expect(trainMicro(run, dataset, {}, { resume: true, stopAfter: 10 })).rejects.toMatchObject({ message: 'The weights are no longer numbers at step 10', remedy: expect.stringContaining('The last checkpoint is kept') });
  expect(await readFile(checkpoint(run, 'last'))).toEqual(before);
  expect([await finite(run, 'last'), await finite(run, 'best')]).toEqual([true, true]);
});

test('unreadable pictures in place of nearly all are said', async () => {
  const root = at('dark');
  for (const label of ['anger', 'joy']) {
    await mkdir(path.join(root, label), { recursive: true });
    for (let i = 0; i < 10; i++) await writeFile(path.join(root, label, `${i}.png`), '');
  }
  await expect(trainMicro(at('blind'), await readDataset(root))).rejects.toMatchObject({ message: 'Only 0 pictures of the train split can be read', file: root });
});

test('missing pictures are left out; without test stickers the training still ends', async () => {
  const root = at('lines');
  await writeLineDataset(root, Array.from({ length: 20 }, (_, i) => {
    const [label, colour] = i % 2 === 0 ? ['anger', '#c02020'] : ['joy', '#20a040'];
    return { label, colour, split: i < 14 ? 'train' : 'val', text: `${label} ${i}` };
  }));
  await appendFile(path.join(root, 'stickers.jsonl'), `\n${JSON.stringify({ image: 'gone.png', label: 'joy', split: 'train' })}`);
  const read = await readDataset(root);
  expect(read.missing).toEqual(['gone.png']);
  const result = await trainMicro(at('no-test'), read, { epochs: '1' });
  expect(await readJson(at('no-test'), 'config.json')).toMatchObject({ dataset: { stickers: { train: 14, validation: 6, test: 0 } } });
  expect(await readJson(at('no-test'), 'evaluation', 'validation.json')).toMatchObject({ accuracy: result.best.accuracy });
  await expect(readFile(path.join(at('no-test'), 'evaluation', 'test.json'))).rejects.toMatchObject({ code: 'ENOENT' });
});
