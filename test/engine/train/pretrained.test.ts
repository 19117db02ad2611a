import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDataset } from '../../../engine/dataset/readDataset.ts';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { applySettings } from '../../../engine/train/applySettings.ts';
import { presets } from '../../../engine/train/presets.ts';
import type { RunConfig } from '../../../engine/train/runConfig.ts';
import { initialState } from '../../../engine/train/trainer.ts';
import { buildPredictionGraph } from '../../../engine/train/trainingGraph.ts';
import type { NamedTensor } from '../../../engine/weights/namedTensor.ts';
import { readSafetensors, writeSafetensors } from '../../../engine/weights/safetensors.ts';
import { microSettings } from '../../support/microSettings.ts';
import { writeClassFolders } from '../service/writeClassFolders.ts';
import { describeTokens, writeBert } from '../text/writeBert.ts';
import { readJson, trainMicro } from './trainingRun.ts';

const { parameters } = buildPredictionGraph(applySettings(presets.tiny, microSettings).model, 1, 'cpu');
/** Other draws than the run's own. */
const drawn = initialState(parameters, 99);
const ofPvt = parameters.filter(({ name }) => /^(pos_embed\d|patch_embed|block|cls_token$|norm\.)/.test(name));
/** So small a rate that weights stay what they were at the start. */
const still = { epochs: '1', learningRate: '1e-12', minimumLearningRate: '0' };

let folder: string;
let dataset: Dataset;
const at = (name: string) => path.join(folder, name);

/** A backbone as its authors publish it, with a classifier of ImageNet. */
async function writePvt(name: string, changes: Readonly<Record<string, NamedTensor | null>> = {}): Promise<string> {
  const tensors = new Map<string, NamedTensor | null>([
    ...ofPvt.map(({ name: parameter, shape }) => [parameter, { shape, data: drawn.get(parameter)! }] as const),
    ['head.weight', { shape: [1000, 16], data: new Float32Array(16_000) }], ['head.bias', { shape: [1000], data: new Float32Array(1000) }], ...Object.entries(changes),
  ]);
  await writeSafetensors(at(name), new Map([...tensors].filter((entry): entry is [string, NamedTensor] => entry[1] !== null)));
  return at(name);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pretrained-'));
  await writeClassFolders(at('faces'), 12);
  dataset = await readDataset(at('faces'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a training starts from a backbone\'s weights, and says which', async () => {
  const file = await writePvt('pvt.safetensors');
  await trainMicro(at('run'), dataset, { ...still, 'pretrained.vision': file });
  const { tensors } = await readSafetensors(at('run/checkpoints/last.safetensors'));
  for (const { name } of ofPvt) {
    const [found, published] = [tensors.get(name)!.data as Float32Array, drawn.get(name)!];
    expect(Math.max(...found.map((value, i) => Math.abs(value - published[i])))).toBeLessThan(1e-7);
  }
  expect((tensors.get('v_proj.weight')!.data as Float32Array)[0]).not.toBeCloseTo(drawn.get('v_proj.weight')![0], 3);
  const config = await readJson<RunConfig>(at('run'), 'config.json');
  expect(config.pretrained).toEqual({ vision: { file, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }, text: null });
  expect(config.notes.join('\n')).toContain(`${ofPvt.length} of ${parameters.length} tensors start from PVT weights, pvt.safetensors`);
  const names = await readJson<Record<string, string[]>>(at('run'), 'pretrained.json');
  expect(names).toMatchObject({ kind: 'PVT', taken: ofPvt.map(({ name }) => name), unexpected: [], leftOut: ['head.weight', 'head.bias'] });
  expect(names['drawn']).toEqual(expect.arrayContaining(['cls_token1', 'cls_token2', 'cls_token3', 'l_proj.weight', 'fusion_model.attn.query.weight', 'head.weight']));
  expect(config.notes.join('\n')).not.toContain('random weights');
});

test('of a checkpoint of MGHFT the backbone alone is taken, whatever its classes', async () => {
  const all = new Map<string, NamedTensor>(parameters.map(({ name, shape }) => [`module.${name}`, { shape, data: drawn.get(name)! }]));
  await writeSafetensors(at('mghft.safetensors'), new Map([...all, ['module.head.weight', { shape: [3, 16], data: new Float32Array(48) }], ['module.head.bias', { shape: [3], data: new Float32Array(3) }]]));
  await trainMicro(at('warm'), dataset, { ...still, 'pretrained.vision': at('mghft.safetensors') });
  const names = await readJson<Record<string, string[]>>(at('warm'), 'pretrained.json');
  expect(names['taken']).toEqual(expect.arrayContaining([...ofPvt.map(({ name }) => name), 'cls_token1', 'cls_token2', 'cls_token3']));
  expect(names).toMatchObject({ kind: 'MGHFT', unexpected: [], leftOut: expect.arrayContaining(['module.head.weight', 'module.l_proj.weight']) });
});

test.each([
  ['lacks a block', { 'block2.0.mlp.fc1.weight': null }, /not the backbone's weights.*block2\.0\.mlp\.fc1\.weight/s],
  ['is of other sizes', { 'block2.0.mlp.fc1.bias': { shape: [5], data: new Float32Array(5) } }, /block2\.0\.mlp\.fc1\.bias/],
  ['holds NaN', { 'norm.bias': { shape: [16], data: new Float32Array(16).fill(Number.NaN) } }, /norm\.bias.*NaN/],
])('a backbone that %s is refused by name', async (title, changes, message) => {
  const file = await writePvt(`${title}.safetensors`, changes);
  await expect(trainMicro(at(title), dataset, { ...still, 'pretrained.vision': file })).rejects.toMatchObject({ message: expect.stringMatching(message), file });
  await expect(readJson(at(title), 'config.json')).rejects.toThrow('ENOENT');
});

test('weights that are not there keep a run from being made', async () => {
  await expect(trainMicro(at('none'), dataset, { 'pretrained.vision': at('absent.pth') })).rejects.toMatchObject({ message: 'pretrained.vision names no weights', file: at('absent.pth') });
});

/** The same pieces under each other's ids: a tokenizer of the same size. */
async function swapPieces(bert: string): Promise<void> {
  const file = path.join(bert, 'tokenizer.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace('"t10":10,"t11":11', '"t10":11,"t11":10'));
}
const appendToWeights = (bert: string) => appendFile(path.join(bert, 'model.safetensors'), ' ');

const readWith = { 'text.encoder': 'bert', 'text.maxLength': '40' };

test('texts are read by a published BERT; another file in its place is noticed', async () => {
  const bert = await writeBert();
  const run = at('bert');
  await expect(trainMicro(run, dataset, { ...readWith, 'pretrained.text': bert }, { stopAfter: 1 })).rejects.toThrow('Stopped');
  const config = await readJson<RunConfig>(run, 'config.json');
  expect(config.training.model.textWidth).toBe(32);
  expect(config.training.text).toMatchObject({ encoder: 'bert', layers: 5, heads: 4, vocabulary: 60 });
  expect(config.pretrained.text).toEqual({ file: path.join(bert, 'model.safetensors'), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  for (const change of [swapPieces, appendToWeights]) {
    await change(bert);
    await expect(trainMicro(run, dataset, {}, { resume: true })).rejects.toThrow(change === swapPieces ? 'no longer those this run began with' : 'last 1 bytes');
  }
  await rm(bert, { recursive: true });
});

test.each([
  ['more positions than it has', { ...readWith, 'text.maxLength': '64' }, undefined, /reads 40 word pieces/],
  ['another tokenizer', readWith, { tokenizer: describeTokens(61) }, /has 61 pieces and the weights/],
])('a BERT asked for %s is refused', async (title, settings, parts, message) => {
  const bert = await writeBert(parts);
  await expect(trainMicro(at(title), dataset, { ...settings, 'pretrained.text': bert })).rejects.toThrow(message);
  await rm(bert, { recursive: true });
});
