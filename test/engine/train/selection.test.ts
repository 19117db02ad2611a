import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { readBestEpoch } from '../../../engine/train/runFolder.ts';
import type { EpochMetrics } from '../../../engine/train/runRecord.ts';
import { writeLineDataset, type DatasetLine } from '../../support/lineDataset.ts';
import { readMetrics, readTensors, trainMicro } from './trainingRun.ts';

let folder: string;
let dataset: Dataset;
const at = (name: string) => path.join(folder, name);
const epochsOf = async (run: string) => (await readMetrics(run)).flatMap((entry) => (entry.kind === 'epoch' ? [entry] : []));

/**
 * Test has validation's pictures with the other label, so that one's accuracy is what the other's lacks, and their number is odd, so that the two are
 * never the same.
 */
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'selection-'));
  const colours = ['#c02020', '#20a040'];
  const lines = (split: string, count: number, labels: readonly string[]) => Array.from({ length: count }, (_, i): DatasetLine => ({ label: labels[i % 2], split, colour: colours[i % 2] }));
  dataset = await writeLineDataset(at('lines'), [...lines('train', 12, ['anger', 'joy']), ...lines('val', 5, ['anger', 'joy']), ...lines('test', 5, ['joy', 'anger'])]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Weights hardly move, and every epoch is as good as the first. */
const frozen = { learningRate: '1e-12', minimumLearningRate: '0', warmupEpochs: '0', epochs: '2' };

test.each([['validation', [true, false]], ['test', [true, true]]] as const)('of equal epochs, chosen by %s, the best are', async (selection, bests) => {
  const run = at(selection);
  const { best } = await trainMicro(run, dataset, { ...frozen, selection });
  const epochs = await epochsOf(run);
  expect(epochs.map((entry) => entry.best)).toEqual(bests);
  expect(new Set(epochs.map(({ validation }) => validation.accuracy)).size).toBe(1);
  const { epoch, validation, test: tested } = epochs[bests.lastIndexOf(true)];
  expect(tested?.accuracy).toEqual(selection === 'test' ? expect.closeTo(1 - validation.accuracy, 9) : undefined);
  expect(best).toMatchObject({ epoch, split: selection, accuracy: (tested ?? validation).accuracy, weightedF1: (tested ?? validation).weightedF1 });
});

test('chosen by test, the best is the last epoch that none before beats, also after a resume', async () => {
  // The first two epochs learn nothing and are equal; what is learnt later is right for validation and wrong for test.
  const settings = { selection: 'test', schedule: 'epoch', learningRate: '1e-2', minimumLearningRate: '0', warmupEpochs: '1', epochs: '4' };
  const [whole, stopped] = [at('whole'), at('stopped')];
  const { best } = await trainMicro(whole, dataset, settings);
  const epochs = await epochsOf(whole);
  const accuracies = epochs.map((entry) => entry.test!.accuracy);
  expect(epochs.map((entry) => entry.best)).toEqual(accuracies.map((accuracy, i) => accuracy >= Math.max(...accuracies.slice(0, i + 1))));
  expect(best).toMatchObject({ epoch: accuracies.lastIndexOf(Math.max(...accuracies)) + 1, split: 'test', accuracy: Math.max(...accuracies) });
  // Else validation would have chosen the same.
  expect(new Set(accuracies).size).toBeGreaterThan(1);

  await expect(trainMicro(stopped, dataset, settings, { stopAfter: 8 })).rejects.toThrow('Stopped');
  expect((await trainMicro(stopped, dataset, {}, { resume: true })).best).toEqual(best);
  expect((await epochsOf(stopped)).map((entry) => entry.best)).toEqual(epochs.map((entry) => entry.best));
  expect(await readTensors(stopped, 'best')).toEqual(await readTensors(whole, 'best'));
});

test('a resumed run takes up the best epoch with the scores that chose it', async () => {
  const scores = (accuracy: number) => ({ loss: 1, accuracy, weightedF1: accuracy / 2 });
  const entry = (epoch: number, best: boolean, validation: number, tested?: number): EpochMetrics => (
    { kind: 'epoch', epoch, step: epoch, seconds: 1, train: { loss: 1, accuracy: 1 }, validation: scores(validation), ...(tested === undefined ? {} : { test: scores(tested) }), best });
  const bestOf = async (...entries: EpochMetrics[]) => {
    await writeFile(at('metrics.jsonl'), entries.map((one) => `${JSON.stringify(one)}\n`).join(''));
    return readBestEpoch(folder);
  };
  expect(await bestOf(entry(1, true, 0.9, 0.2), entry(2, true, 0.1, 0.4), entry(3, false, 1, 0.3))).toEqual({ epoch: 2, split: 'test', accuracy: 0.4, weightedF1: 0.2 });
  expect(await bestOf(entry(1, true, 0.8), entry(2, false, 0.6))).toEqual({ epoch: 1, split: 'validation', accuracy: 0.8, weightedF1: 0.4 });
  expect(await bestOf()).toBeNull();
});
