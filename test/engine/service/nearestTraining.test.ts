import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Split, Sticker } from '../../../engine/dataset/sticker.ts';
import { scorePredictions } from '../../../engine/evaluate/scores.ts';
import { createFeatureTables, nearestTraining } from '../../../engine/service/nearestTraining.ts';
import { writeCheckpoint } from '../../../engine/train/checkpoint.ts';
import { writeEvaluation } from '../../../engine/train/runFolder.ts';
import { featuresFile, runFiles } from '../../../engine/train/runRecord.ts';
import { writeSafetensors } from '../../../engine/weights/safetensors.ts';

let run: string;
beforeEach(async () => {
  run = await mkdtemp(path.join(os.tmpdir(), 'nearest-'));
  for (const folder of ['predictions', 'evaluation', 'checkpoints']) await mkdir(path.join(run, folder));
});
afterEach(() => rm(run, { recursive: true, force: true }));

const stickers = ['a', 'b', 'c', 'd', 'asked'].map((id): Sticker => ({ id, split: id === 'asked' ? 'test' : 'train', label: 0, text: '', topic: '', votes: [], attributes: {}, descriptions: {} }));
const dataset = { dataset: { root: '/faces', classes: ['joy'], stickers } as never, positions: new Map(stickers.map(({ id }, position) => [id, position])) };
const nearest = (count: number) => nearestTraining(dataset, createFeatureTables(), run, 'asked', count);

async function predict(split: Split, step: number, features: Readonly<Record<string, readonly [number, number]>>) {
  const records = Object.keys(features).map((id) => ({ id, label: 0, prediction: 0, probabilities: [1] }));
  await writeSafetensors(path.join(run, featuresFile(split)), new Map([['feature', { shape: [records.length, 2], data: Float32Array.from(Object.values(features).flat()) }]]));
  const labels = records.map(() => 0);
  await writeEvaluation(run, 'best', { ...scorePredictions(labels, labels, ['joy'], split), step }, records);
}
const trainTo = (step: number) =>
  writeCheckpoint(path.join(run, runFiles.bestCheckpoint), [], { position: { epoch: 1, stepInEpoch: 0, step, lossSum: 0, rightSum: 0 }, examples: '', state: new Map() });

test('features that are no numbers are nobody\'s neighbours', async () => {
  await trainTo(1);
  await predict('test', 1, { asked: [1, 0] });
  await predict('train', 1, { a: [NaN, 1], b: [1, 1], c: [5, 0], d: [Infinity, 0] });
  expect((await nearest(1)).neighbours).toEqual([{ id: 'c', label: 0, similarity: 1 }]);
  expect((await nearest(9)).neighbours.map(({ id }) => id)).toEqual(['c', 'b']);
  await predict('test', 1, { asked: [NaN, 0] });
  expect(await nearest(9)).toEqual({ neighbours: [], reason: 'The sticker\'s feature is no number: the training diverged.' });
});

test('features of weights that the run no longer holds are not compared with those of others', async () => {
  await trainTo(1);
  await predict('train', 1, { a: [1, 0] });
  await trainTo(2);
  await predict('test', 2, { asked: [1, 0] });
  expect(await nearest(1)).toMatchObject({ neighbours: [], reason: expect.stringMatching(/^The train split has not been predicted by this run's best weights as they are now/u) });
  await predict('train', 2, { a: [1, 0] });
  expect((await nearest(1)).neighbours).toHaveLength(1);
  await trainTo(3);
  await predict('train', 3, { a: [1, 0] });
  expect(await nearest(1)).toMatchObject({ neighbours: [], reason: expect.stringContaining('evaluate the test split first') });
});
