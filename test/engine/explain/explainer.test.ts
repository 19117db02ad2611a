import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { createExplainer, meanHeat, type Explainer } from '../../../engine/explain/explainer.ts';
import { heatKinds } from '../../../engine/explain/explanation.ts';
import { openRunModel } from '../../../engine/explain/runModel.ts';
import { largestIndex } from '../../../engine/train/predictor.ts';
import { runFiles, type PredictionRecord } from '../../../engine/train/runRecord.ts';
import { runCommand } from '../../support/commandLine.ts';
import { readJsonl } from '../train/trainingRun.ts';
import { intentions, trainPlanted } from './plantedRun.ts';

let folder: string;
let dataset: Dataset;
let run: string;
let explainer: Explainer;
let predictions: PredictionRecord[];
const { signal } = new AbortController();
const stickerOf = (id: string) => dataset.stickers.find((sticker) => sticker.id === id)!;
const probe = (id: string, intention?: string) =>
  explainer.probe(dataset, intention === undefined ? stickerOf(id) : { ...stickerOf(id), descriptions: { ...stickerOf(id).descriptions, intention } }, signal);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'explainer-'));
  ({ dataset, run } = await trainPlanted(folder));
  explainer = createExplainer(await openRunModel(run));
  predictions = await readJsonl<PredictionRecord>(run, 'predictions', 'test.jsonl');
}, 180_000);
afterAll(async () => {
  await explainer.release();
  await rm(folder, { recursive: true, force: true });
});

test('under a sticker\'s own texts the answer is the stored prediction', async () => {
  expect(predictions.length).toBe(12);
  for (const { id, probabilities } of predictions) {
    const answer = await probe(id);
    expect(answer.classes).toEqual(dataset.classes);
    probabilities.forEach((probability, index) => expect(Math.abs(answer.probabilities[index] - probability)).toBeLessThan(1e-5));
  }
});

test('where the intention decides between two emotions, another intention changes the answer, and the old one brings it back', async () => {
  for (const { id, label } of predictions) {
    const emotion = dataset.classes[label];
    const [other, told] = ({ anger: ['joy', 'news'], joy: ['anger', 'setback'], fear: ['calm', 'news'], calm: ['fear', 'setback'] } as const)[emotion as 'anger'];
    const answerTo = async (intention?: string) => dataset.classes[largestIndex((await probe(id, intention)).probabilities)];
    expect(await answerTo()).toBe(emotion);
    expect(await answerTo(intentions[told])).toBe(other);
    expect(await answerTo(stickerOf(id).descriptions.intention)).toBe(emotion);
  }
});

test('a description that is blank or absent is missing as in training: the sticker\'s own text stands in', async () => {
  const { id } = predictions.find(({ id: one }) => stickerOf(one).text !== '')!;
  const { intention: _, ...others } = stickerOf(id).descriptions;
  const absent = await explainer.probe(dataset, { ...stickerOf(id), descriptions: others }, signal);
  expect((await probe(id, '')).probabilities).toEqual(absent.probabilities);
  expect((await probe(id, stickerOf(id).text)).probabilities).toEqual(absent.probabilities);
  expect((await probe(id)).probabilities).not.toEqual(absent.probabilities);
});

test('maps and shares: grids, sums, key tokens, texts', async () => {
  const { id, prediction } = predictions[0];
  const { stages, texts, target, crop } = await explainer.explain(dataset, stickerOf(id), null, signal);
  expect(target).toBe(prediction);
  expect(crop).toEqual({ left: 0, top: 0, width: 1, height: 1 });
  expect(stages.map(({ stage, side, tokenSide }) => [stage, side, tokenSide])).toEqual([[1, 2, 8], [2, 2, 4], [3, 2, 2], [4, 1, 1]]);
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
  for (const { side, tokenSide, heat, keyTokens } of stages) {
    for (const kind of heatKinds) {
      expect(heat[kind]).toHaveLength(side ** 2);
      expect(Math.min(...heat[kind])).toBeGreaterThanOrEqual(0);
    }
    expect(sum(heat.attention)).toBeCloseTo(1, 5);
    expect(sum(heat.importance)).toBeCloseTo(1, 5);
    const places = keyTokens.map(({ place }) => place);
    expect(new Set(places).size).toBe(places.length);
    expect(places.every((place) => place >= 0 && place < tokenSide ** 2)).toBe(true);
  }
  expect(stages.some(({ heat }) => Math.abs(sum(heat.decision) - 1) < 1e-5)).toBe(true);
  expect(sum(stages.flatMap(({ clsWeight, keyTokens }) => [clsWeight, ...keyTokens.map(({ weight }) => weight)]))).toBeCloseTo(1, 5);
  expect(texts.map(({ view, stage }) => [view, stage])).toEqual([['intention', 1], ['style', 2], ['roles', 3], ['details', 4]]);
  expect(sum(texts.map(({ share }) => share))).toBeCloseTo(1, 5);
});

test('the texts change what decides, not where the backbone looks', async () => {
  const { id } = predictions[0];
  const own = await explainer.explain(dataset, stickerOf(id), null, signal);
  const blank = await explainer.explain(dataset, { ...stickerOf(id), descriptions: {}, text: '' }, own.target, signal);
  expect(blank.stages.map(({ heat }) => heat.attention)).toEqual(own.stages.map(({ heat }) => heat.attention));
  const placesOf = ({ keyTokens }: (typeof own.stages)[number]) => new Set(keyTokens.map(({ place }) => place));
  expect(blank.stages.map(placesOf)).toEqual(own.stages.map(placesOf));
  expect(blank.stages.map(({ heat }) => heat.decision)).not.toEqual(own.stages.map(({ heat }) => heat.decision));
  expect(blank.texts).not.toEqual(own.texts);
});

test('a mean is the mean of its maps', async () => {
  const explained = await Promise.all(predictions.slice(0, 3).map(({ id }) => explainer.explain(dataset, stickerOf(id), null, signal)));
  const [first] = meanHeat(explained);
  first.heat.attention.forEach((value, place) => expect(value).toBeCloseTo(explained.reduce((sum, { stages }) => sum + stages[0].heat.attention[place], 0) / 3, 6));
  expect(meanHeat([])).toEqual([]);
});

test('the command line tells the same, for people and as JSON, and what it cannot explain', async () => {
  const { id } = predictions[0];
  const answer = await explainer.probe(dataset, { ...stickerOf(id), descriptions: { ...stickerOf(id).descriptions, intention: intentions.news, style: '' } }, signal);
  const { code, stdout } = await runCommand(['explain', run, '--sticker', id, '--intention', intentions.news, '--blank', 'style', '--json']);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as { probabilities: number[]; descriptions: object; stages: { heat: { decision: number[] } }[] };
  report.probabilities.forEach((probability, index) => expect(probability).toBeCloseTo(answer.probabilities[index], 6));
  expect(report.descriptions).toMatchObject({ intention: intentions.news, style: '' });
  expect(report.stages[0].heat.decision).toHaveLength(4);
  const told = await runCommand(['explain', run, '--sticker', id]);
  expect(told.stdout).toMatch(/^\S+\.png\n( {2}(anger|calm|fear|joy) +\d+\.\d\d %\n){4}Attention on the picture/);
  expect(told.stdout).toMatch(/intention +\d+\.\d\d % {2}stage 1\n/);
  expect((await runCommand(['explain', run, '--sticker', 'gone.png', '--json'])).stdout).toContain('The dataset has no sticker gone.png');
  expect((await runCommand(['explain', run, '--sticker', id, '--blank', 'mood'])).code).toBe(2);
  expect((await runCommand(['explain', run, '--serve'])).code).toBe(2);
});

test('a picture that is gone or broken, and other classes, are said', async () => {
  const [{ id }, { id: other }] = predictions;
  await expect(explainer.probe({ ...dataset, classes: ['anger'] }, stickerOf(id), signal)).rejects.toThrow('no longer those the run learned: anger, calm, fear, joy');
  await expect(explainer.explain(dataset, stickerOf(id), 4, signal)).rejects.toThrow('no class 4');
  await writeFile(path.join(dataset.root, id), 'no picture');
  await expect(probe(id)).rejects.toThrow('The picture cannot be read: The file is not a picture in a known format.');
  await rm(path.join(dataset.root, other));
  await expect(probe(other)).rejects.toMatchObject({ name: 'StickerLabError', message: 'The sticker\'s picture is gone', file: path.join(dataset.root, other) });
});

test('a run without a checkpoint, of another version, or without its vocabulary cannot be opened', async () => {
  const copy = path.join(folder, 'copy');
  const fresh = () => cp(run, copy, { recursive: true, force: true });
  await fresh();
  await rm(path.join(copy, runFiles.bestCheckpoint));
  await expect(openRunModel(copy)).rejects.toThrow('There is no checkpoint');
  await fresh();
  await rm(path.join(copy, 'text'), { recursive: true });
  await expect(openRunModel(copy)).rejects.toMatchObject({ name: 'StickerLabError', file: path.join(copy, 'text', 'tokenizer.json') });
  await fresh();
  await writeFile(path.join(copy, runFiles.config), JSON.stringify({ ...JSON.parse(await readFile(path.join(run, runFiles.config), 'utf8')) as object, version: 1 }));
  await expect(openRunModel(copy)).rejects.toThrow('written by another version of Sticker Lab (format 1)');
});
