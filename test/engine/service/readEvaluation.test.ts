import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scorePredictions } from '../../../engine/evaluate/scores.ts';
import { readCurrentPredictions, readEvaluation, readPredictedSplit } from '../../../engine/service/readEvaluation.ts';
import { writeCheckpoint } from '../../../engine/train/checkpoint.ts';
import { writeEvaluation } from '../../../engine/train/runFolder.ts';
import { checkpointFile, evaluationFile, predictionsFile, type CheckpointName } from '../../../engine/train/runRecord.ts';

let run: string;
beforeEach(async () => {
  run = await mkdtemp(path.join(os.tmpdir(), 'evaluated-'));
  for (const folder of ['predictions', 'evaluation', 'checkpoints']) await mkdir(path.join(run, folder));
});
afterEach(() => rm(run, { recursive: true, force: true }));

const key = (checkpoint: CheckpointName) => ({ run, split: 'test', checkpoint }) as const;
const trainTo = (step: number, checkpoint: CheckpointName) =>
  writeCheckpoint(path.join(run, checkpointFile(checkpoint)), [{ name: 'w', shape: [1] }], { position: { epoch: 1, stepInEpoch: 0, step, lossSum: 0, rightSum: 0 }, examples: '', state: new Map([['w', Float32Array.of(step)]]) });
const records = [0, 1, 1].map((label, row) => ({ id: `${row}.png`, label, prediction: 1, probabilities: [0.4, 0.6] }));
async function evaluateAt(step: number, checkpoint: CheckpointName) {
  const report = { ...scorePredictions(records.map(({ label }) => label), records.map(({ prediction }) => prediction), ['a', 'b'], 'test'), step };
  await writeEvaluation(run, checkpoint, report, records);
  return report;
}

test.each(['best', 'last'] as const)('scores of %s hold until its weights are others', async (checkpoint) => {
  expect(await readEvaluation(key(checkpoint))).toBeNull();
  await trainTo(10, checkpoint);
  const report = await evaluateAt(10, checkpoint);
  expect(await readEvaluation(key(checkpoint))).toEqual(report);
  expect(await readCurrentPredictions(key(checkpoint))).toEqual(records);
  expect(await readEvaluation(key(checkpoint === 'best' ? 'last' : 'best'))).toBeNull();
  await trainTo(20, checkpoint);
  expect(await readEvaluation(key(checkpoint))).toBeNull();
  expect(await readCurrentPredictions(key(checkpoint))).toEqual([]);
  await expect(readPredictedSplit(key(checkpoint))).rejects.toMatchObject({ name: 'StickerLabError', file: path.join(run, predictionsFile('test', checkpoint)) });
  await rm(path.join(run, checkpointFile(checkpoint)));
  expect(await readEvaluation(key(checkpoint))).toEqual(report);
});

test('scores written before steps were kept are believed', async () => {
  await trainTo(10, 'best');
  const { step: _, ...older } = await evaluateAt(10, 'best');
  await writeFile(path.join(run, evaluationFile('test')), JSON.stringify(older));
  expect(await readEvaluation(key('best'))).toEqual(older);
});

test.each([
  ['cut off', '{"split":"te'],
  ['of another version', '{"format":7}'],
  ['of a matrix that does not fit its classes', JSON.stringify({ ...scorePredictions([0], [0], ['a', 'b'], 'test'), confusion: [[1]] })],
])('a file of scores that is %s is named', async (_, text) => {
  const file = path.join(run, evaluationFile('test'));
  await writeFile(file, text);
  await expect(readEvaluation(key('best'))).rejects.toMatchObject({ name: 'StickerLabError', file, remedy: expect.stringContaining('is replaced') });
});

test('lines that are lost or of other classes are told; none left at all is an error', async () => {
  await evaluateAt(1, 'best');
  const file = path.join(run, predictionsFile('test'));
  const line = (record: object) => `${JSON.stringify(record)}\n`;
  await writeFile(file, line(records[0]) + line({ ...records[1], label: 2 }) + line({ ...records[2], probabilities: [1] }).slice(0, -5));
  const { predictions, remarks } = await readPredictedSplit(key('best'));
  expect(predictions).toEqual([records[0]]);
  expect(remarks).toEqual([expect.stringContaining('2 of 3')]);
  await writeFile(file, line({ ...records[0], prediction: 9 }));
  await expect(readPredictedSplit(key('best'))).rejects.toMatchObject({ name: 'StickerLabError', file });
  await writeFile(file, [...records, ...records].map(line).join(''));
  await expect(readPredictedSplit(key('best'))).rejects.toMatchObject({ name: 'StickerLabError', message: expect.stringContaining('6 of 6') });
});
