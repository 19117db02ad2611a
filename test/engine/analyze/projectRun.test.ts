import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { MapKey } from '../../../engine/analyze/mapKey.ts';
import { projectRun } from '../../../engine/analyze/projectRun.ts';
import { buildFeatureGraph } from '../../../engine/analyze/stageTokens.ts';
import { readStoredMap } from '../../../engine/analyze/storedMap.ts';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import type { Split } from '../../../engine/dataset/sticker.ts';
import { createDeviceState } from '../../../engine/runtime/deviceState.ts';
import { predictionBatch } from '../../../engine/train/batches.ts';
import { readCheckpoint, writeCheckpoint } from '../../../engine/train/checkpoint.ts';
import { createPredictor } from '../../../engine/train/predictor.ts';
import { readRunConfig } from '../../../engine/train/runFolder.ts';
import { openRunSources } from '../../../engine/train/runSources.ts';
import { createTrainer } from '../../../engine/train/trainer.ts';
import { buildPredictionGraph } from '../../../engine/train/trainingGraph.ts';
import { readSafetensors, writeSafetensors } from '../../../engine/weights/safetensors.ts';
import { writeLineDataset, type DatasetLine } from '../../support/lineDataset.ts';
import { runModel } from '../golden/runModel.ts';
import { trainMicro } from '../train/trainingRun.ts';
import { workerFile } from './blobs.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let dataset: Dataset;
let run: string;
const at = (name: string) => path.join(folder, name);
const signal = new AbortController().signal;
const colours = ['#c02020', '#20a040', '#3050c0'];
const lines = (split: string, labels: readonly string[]) => labels.map((label, i): DatasetLine => ({ label, split, colour: colours[i % 3], text: `${label} ${i % 5}` }));
const mixed = (count: number) => Array.from({ length: count }, (_, i) => (i % 2 ? 'joy' : 'anger'));

/** Its test split has 105 stickers of one class and 6 of the other, of which many are the same in everything. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'maps-'));
  dataset = await writeLineDataset(at('data'), [...lines('train', mixed(12)), ...lines('val', mixed(5)), ...lines('test', [...Array<string>(105).fill('anger'), ...Array<string>(6).fill('joy')])]);
  run = at('run');
  await trainMicro(run, dataset);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const base: MapKey = { split: 'test', sample: 'all', features: 'fused', method: 'pca', seed: 1 };
async function project(key: Partial<MapKey>, of = run, data = dataset) {
  const said: string[] = [];
  const map = await projectRun({ run: of, config: await readRunConfig(of), dataset: () => Promise.resolve(data), signal, onActivity: (text) => void said.push(text) }, { ...base, ...key }, workerFile);
  return { ...map, said };
}
const copyRun = async (name: string) => {
  await cp(run, at(name), { recursive: true });
  return at(name);
};
const idsIn = (split: Split, data = dataset) => data.stickers.filter((sticker) => sticker.split === split).map(({ id }) => id);
const tensorOf = async (file: string, of = run) => (await readSafetensors(path.join(of, file))).tensors.get('feature')!.data as Float32Array;
const sourcesOf = async (split: Split) => openRunSources(run, dataset, await readRunConfig(run), { [split]: 'centre' }, signal, () => {});

test('a map holds what decides it, what made it and every sticker of its split; all splits follow each other', async () => {
  const { said: _, ...map } = await project({});
  expect(map).toMatchObject({ ...base, kl: null, parameters: { seed: 1 }, versions: { node: process.versions.node } });
  expect(map.ids).toEqual(idsIn('test'));
  expect(await readStoredMap(run, base)).toEqual(map);
  expect((await project({ split: 'all' })).ids).toEqual([...idsIn('train'), ...idsIn('validation'), ...idsIn('test')]);
  expect(await readdir(path.join(run, 'layout')).catch(() => [])).toEqual([]);
});

test('the paper\'s sampling: 100 of the common class, all of the rare one, by the seed', async () => {
  const [first, again, other] = [await project({ sample: 'paper' }), await project({ sample: 'paper' }), await project({ sample: 'paper', seed: 2 })];
  const labels = new Map(dataset.stickers.map(({ id, label }) => [id, dataset.classes[label!]]));
  for (const { ids } of [first, other]) {
    expect(ids.filter((id) => labels.get(id) === 'anger')).toHaveLength(100);
    expect(ids.filter((id) => labels.get(id) === 'joy')).toHaveLength(6);
  }
  expect(again.ids).toEqual(first.ids);
  expect(other.ids).not.toEqual(first.ids);
});

test('with stickers that are the same in everything t-SNE stays finite, and others lie apart', async () => {
  const map = await project({ method: 'tsne' });
  expect(map.kl).toBeGreaterThanOrEqual(0);
  expect([...map.x, ...map.y].every(Number.isFinite)).toBe(true);
  // Three colours, five texts.
  expect(new Set(map.x).size).toBeGreaterThanOrEqual(15);
});

test('features of every stage are computed in one pass and are the graph\'s', async () => {
  const map = await project({ features: 'visual.2', split: 'validation' });
  const files = (await readdir(path.join(run, 'features'))).filter((file) => file.startsWith('validation'));
  expect(files.toSorted()).toEqual(['fused', 'text', 'visual'].flatMap((name) => [1, 2, 3, 4].map((stage) => `validation-${name}.${stage}.safetensors`)));
  const sources = await sourcesOf('validation');
  expect(map.ids).toEqual(sources.examples.validation.map(({ id }) => id));
  const { model, parameters } = buildFeatureGraph(sources.training.model, 4, ['fused', 'visual.2', 'text.3', 'fused.4']);
  const { state } = await readCheckpoint(path.join(run, 'checkpoints/best.safetensors'), parameters);
  const { picture, text } = await predictionBatch(sources.examples.validation.slice(0, 4), 4, sources);
  const wanted = await runModel(model, { picture, text }, (name) => state.get(name)!);
  for (const source of ['visual.2', 'text.3', 'fused.4']) {
    const stored = await tensorOf(`features/validation-${source}.safetensors`);
    Array.from(wanted[source]).forEach((value, i) => expect(stored[i]).toBeCloseTo(value, 4));
  }
  const classified = await tensorOf('predictions/validation.features.safetensors');
  Array.from(wanted['fused']).forEach((value, i) => expect(classified[i]).toBeCloseTo(value, 4));
  expect((await project({ features: 'text.1', split: 'validation' })).said.join()).not.toContain('Computing features');
});

test('untrained features are those of the model before its first step, not the trained ones', async () => {
  await project({ features: 'untrained' });
  const sources = await sourcesOf('test');
  const trainer = await createTrainer(sources.training, sources.training.batchSize, 'cpu', null);
  const weights = await trainer.state.read();
  const predictor = await createPredictor(sources, sources.training.batchSize, 'cpu');
  const state = createDeviceState('cpu', predictor.parameters.map(({ name, shape }) => ({ name, shape, data: weights.get(name)! })));
  const { features } = await predictor.predict(sources.examples.test, state.tensors());
  const stored = await tensorOf('features/test-untrained.safetensors');
  expect(stored).toHaveLength(features.length);
  const farthest = (from: Float32Array) => Math.max(...stored.map((value, i) => Math.abs(value - from[i])));
  expect(farthest(features)).toBeLessThan(1e-5);
  expect(farthest(await tensorOf('predictions/test.features.safetensors'))).toBeGreaterThan(1e-2);
  await predictor.release();
  await trainer.release();
});

test('what other weights made is computed anew, predictions included', async () => {
  const moved = await copyRun('moved');
  const before = await project({ features: 'visual.4' }, moved);
  const file = path.join(moved, 'checkpoints/best.safetensors');
  const { parameters } = buildPredictionGraph((await readRunConfig(moved)).training.model, 1, 'cpu');
  const checkpoint = await readCheckpoint(file, parameters);
  await writeCheckpoint(file, parameters, { ...checkpoint, state: new Map([...checkpoint.state].map(([name, data]) => [name, data.map((value) => value * 1.1)])) });
  const predictions = await readFile(path.join(moved, 'predictions/test.jsonl'), 'utf8');
  const after = await project({ features: 'visual.4' }, moved);
  expect(after.said.join()).toContain('Computing features');
  expect(after.x).not.toEqual(before.x);
  expect(await readFile(path.join(moved, 'predictions/test.jsonl'), 'utf8')).not.toBe(predictions);
});

test('features that are not of the predictions, or damaged, are computed anew', async () => {
  const torn = await copyRun('torn');
  const predictions = path.join(torn, 'predictions/test.jsonl');
  const kept = await readFile(predictions, 'utf8');
  await writeFile(predictions, kept.split('\n').slice(5).join('\n'));
  expect((await project({}, torn)).ids).toEqual(idsIn('test'));
  expect(await readFile(predictions, 'utf8')).toBe(kept);
  await project({ features: 'text.4' }, torn);
  await writeFile(path.join(torn, 'features/test-text.4.safetensors'), 'half');
  expect((await project({ features: 'text.4' }, torn)).said.join()).toContain('Computing features');
});

test('a feature that is no number is named by its sticker', async () => {
  const broken = await copyRun('broken');
  const file = path.join(broken, 'predictions/test.features.safetensors');
  const { tensors, metadata } = await readSafetensors(file);
  const feature = tensors.get('feature')!;
  (feature.data as Float32Array)[feature.shape[1] * 7 + 2] = NaN;
  await writeSafetensors(file, tensors, metadata);
  await expect(project({}, broken)).rejects.toMatchObject({ name: 'StickerLabError', message: expect.stringContaining(idsIn('test')[7]) as string, file });
});

test('modules that are off are explained before anything is computed', async () => {
  const bare = at('bare');
  await trainMicro(bare, dataset, { epochs: '1', 'model.modules.alignment': 'false', 'model.modules.globalFusion': 'false', 'model.modules.localFusion': 'false', 'model.modules.textGuidedAttention': 'false' });
  await expect(project({ features: 'text.1' }, bare)).rejects.toMatchObject({ name: 'StickerLabError', message: expect.stringContaining('no text features') as string });
  await expect(project({ features: 'fused.2' }, bare)).rejects.toMatchObject({ name: 'StickerLabError', remedy: expect.stringContaining('visual.2') as string });
  expect((await project({ features: 'visual.1' }, bare)).ids).toHaveLength(111);
  expect((await readdir(path.join(bare, 'features'))).every((file) => file.startsWith('test-visual'))).toBe(true);
});

test.each([[1, 'pca'], [1, 'tsne'], [2, 'pca'], [2, 'tsne'], [0, 'tsne']] as const)('a test split of %i stickers, by %s', async (count, method) => {
  const small = await writeLineDataset(at(`small-${count}`), [...lines('train', mixed(8)), ...lines('val', mixed(4)), ...lines('test', mixed(count))]);
  const of = at(`run-${count}-${method}`);
  await trainMicro(of, small, { epochs: '1' });
  if (count === 0) {
    await expect(project({ method }, of, small)).rejects.toMatchObject({ name: 'StickerLabError', message: 'The test split has no labelled pictures' });
    await expect(project({ method, features: 'untrained' }, of, small)).rejects.toMatchObject({ name: 'StickerLabError', message: 'The test split has no labelled pictures' });
    expect((await project({ split: 'all' }, of, small)).ids).toHaveLength(12);
    return;
  }
  const map = await project({ method }, of, small);
  expect(map.ids).toEqual(idsIn('test', small));
  expect([...map.x, ...map.y].every(Number.isFinite)).toBe(true);
});

test('a map file that is damaged, or none, is named', async () => {
  const damaged = await copyRun('damaged');
  await project({}, damaged);
  const file = path.join(damaged, 'map/test-all-fused-pca-1.json');
  const text = await readFile(file, 'utf8');
  for (const content of [text.slice(0, 50), '{}', text.replace('"x":[', '"x":[0,')]) {
    await writeFile(file, content);
    await expect(readStoredMap(damaged, base)).rejects.toMatchObject({ name: 'StickerLabError', file });
  }
  expect(await readStoredMap(damaged, { ...base, seed: 9 })).toBeNull();
});
