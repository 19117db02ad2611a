import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applySettings } from '../../../engine/train/applySettings.ts';
import { presets } from '../../../engine/train/presets.ts';
import { recipes } from '../../../engine/train/recipes.ts';
import { createTrainer, initialState } from '../../../engine/train/trainer.ts';
import { buildPredictionGraph } from '../../../engine/train/trainingGraph.ts';
import type { NamedTensor } from '../../../engine/weights/namedTensor.ts';
import { readSafetensors, writeSafetensors } from '../../../engine/weights/safetensors.ts';
import { runCommand, startCommand } from '../../support/commandLine.ts';
import { microSettings } from '../../support/microSettings.ts';
import { randomArray } from '../../support/runGraph.ts';

const settings = { ...microSettings, 'model.classes': '5' };
const training = applySettings(applySettings(presets.tiny, recipes.released), settings);
const { parameters } = buildPredictionGraph(training.model, 1, 'cpu');
const weights = initialState(parameters, 7);
const batch = new Map<string, NamedTensor>([
  ['image', { shape: [3, 3, 32, 32], data: randomArray([3, 3, 32, 32], 'image') }],
  ['text', { shape: [3, 4, 16], data: randomArray([3, 4, 16], 'text') }],
  ['label', { shape: [3], data: BigInt64Array.of(4n, 0n, 2n) }],
]);

let folder: string;
const at = (name: string) => path.join(folder, name);
const tensorsOf = (prefix = '') => new Map<string, NamedTensor>(parameters.map(({ name, shape }) => [prefix + name, { shape, data: weights.get(name)! }]));
const forwardArgs = (changes: Readonly<Record<string, string>> = {}) => {
  const files = { config: at('config.json'), weights: at('weights.safetensors'), batch: at('batch.safetensors'), out: at('out.safetensors'), ...changes };
  return ['forward', ...Object.entries(files).flatMap(([name, file]) => [`--${name}`, file]), '--json'];
};
const forward = (changes: Readonly<Record<string, string>> = {}, ...more: readonly string[]) => runCommand([...forwardArgs(changes), ...more]);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'forward-'));
  await writeFile(at('config.json'), JSON.stringify({ preset: 'tiny', recipe: 'released', settings }));
  await writeSafetensors(at('weights.safetensors'), new Map([...tensorsOf('module.'), ['module.tau', { shape: [1], data: Float32Array.of(14) }]]));
  await writeSafetensors(at('batch.safetensors'), batch);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('every number of a batch is written, equal to those of a training step without noise', { timeout: 120_000 }, async () => {
  const { code, stdout, stderr } = await forward({}, '--gradients');
  expect({ code, said: code === 0 ? '' : stderr }).toEqual({ code: 0, said: '' });
  const { tensors } = await readSafetensors(at('out.safetensors'));
  const stages = [1, 2, 3, 4];
  const named = ['logits', 'feature', 'loss.ce', 'loss.total', ...stages.flatMap((stage) => [`loss.cl.${stage}`, `loss.mlce.${stage}`, `tokens.${stage}`])];
  expect([...tensors.keys()].toSorted()).toEqual([...named, ...parameters.map(({ name }) => `grad.${name}`)].toSorted());
  expect((JSON.parse(stdout) as { tensors: string[] }).tensors.toSorted()).toEqual([...tensors.keys()].toSorted());
  expect(tensors.get('tokens.1')?.data).toBeInstanceOf(Int32Array);
  for (const { name, shape } of parameters) expect(tensors.get(`grad.${name}`)?.shape).toEqual(shape);

  const quiet = { ...training, dropPath: 0, model: { ...training.model, fusionDropout: 0 } };
  const target = new Float32Array(15).fill(training.labelSmoothing / 5);
  [4, 0, 2].forEach((label, row) => { target[row * 5 + label] += 1 - training.labelSmoothing; });
  const trainer = await createTrainer(quiet, 3, 'cpu', weights);
  const { losses, logits } = await trainer.step({ picture: batch.get('image')!.data as Float32Array, text: batch.get('text')!.data as Float32Array, target, draws: ['a', 'b', 'c'] }, 1, 1e-3);
  const value = (name: string) => (tensors.get(name)!.data as Float32Array)[0];
  const sum = (name: string) => stages.reduce((total, stage) => total + value(`loss.${name}.${stage}`), 0);
  expect(value('loss.total')).toBeCloseTo(losses.loss, 4);
  expect(value('loss.ce')).toBeCloseTo(losses.crossEntropy, 5);
  expect(sum('cl')).toBeCloseTo(losses.contrastive, 4);
  expect(sum('mlce')).toBeCloseTo(losses.mlce, 5);
  expect(value('loss.total')).toBeCloseTo(value('loss.ce') + 0.5 * (sum('cl') + 30 * sum('mlce')), 4);
  logits.forEach((logit, i) => expect((tensors.get('logits')!.data as Float32Array)[i]).toBeCloseTo(logit, 5));
  // The first moment after one step is a tenth of the gradient.
  const state = await trainer.state.read();
  for (const name of ['head.weight', 'block1.0.attn.q.weight', 'pos_embed', 'cls_token1']) {
    const gradient = tensors.get(`grad.${name}`)!.data as Float32Array;
    state.get(`first:${name}`)!.forEach((moment, i) => expect(moment).toBeCloseTo(0.1 * gradient[i], 5));
  }
  await trainer.release();
});

test('the parameters of a config are listed, with all its settings', async () => {
  const { code, stdout } = await runCommand(['forward', '--config', at('config.json'), '--parameters', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ training, parameters: parameters.map(({ name, shape }) => ({ name, shape })) });
});

test('numbers that are not finite are written and said', async () => {
  const large = new Map([...tensorsOf(), ['head.weight', { shape: [5, 16], data: new Float32Array(80).fill(3e38) }]]);
  await writeSafetensors(at('large'), large);
  const { code, stderr } = await forward({ weights: at('large'), out: at('infinite') });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/Not all numbers are finite in .*logits/) });
  expect((await readSafetensors(at('infinite'))).tensors.has('logits')).toBe(true);
});

test('Ctrl-C ends it at once, and nothing is left', async () => {
  const size = 4000;
  const large = new Map<string, NamedTensor>([
    ['image', { shape: [size, 3, 32, 32], data: new Float32Array(size * 3 * 32 ** 2) }], ['text', { shape: [size, 4, 16], data: new Float32Array(size * 64) }],
    ['label', { shape: [size], data: new Int32Array(size) }],
  ]);
  await writeSafetensors(at('long'), large);
  const running = startCommand([...forwardArgs({ batch: at('long'), out: at('unfinished') }), '--gradients']);
  await expect.poll(() => running.hasSaid(`Running a batch of ${size}`), { timeout: 30_000, interval: 20 }).toBe(true);
  await setTimeout(300);
  running.kill('SIGINT');
  expect((await running.ended).code).toBeNull();
  expect((await readdir(folder)).filter((name) => name.startsWith('unfinished'))).toEqual([]);
});

test('a run\'s own config is taken, gradients only when asked for', async () => {
  await writeFile(at('run.json'), JSON.stringify({ version: 2, name: 'run', training }));
  const { code } = await forward({ config: at('run.json'), out: at('plain.safetensors') });
  expect(code).toBe(0);
  expect([...(await readSafetensors(at('plain.safetensors'))).tensors.keys()].filter((name) => name.startsWith('grad.'))).toEqual([]);
});

test.each([
  ['a weight that is missing', { weights: 'fewer' }, '1 tensor of the model not in the file: head.bias'],
  ['a weight of another shape', { weights: 'other' }, 'head.bias'],
  ['a weight that is no number', { weights: 'nan' }, 'NaN'],
  ['a label that is no class', { batch: 'label' }, 'The batch has the label 5'],
  ['a picture of another size', { batch: 'size' }, '[3, 3, 64, 64] instead of [B, 3, 32, 32]'],
  ['a batch without texts', { batch: 'textless' }, 'The batch has no tensor "text"'],
  ['a picture that holds NaN', { batch: 'blank' }, 'The batch\'s "image" holds NaN at place 5'],
  ['an unknown setting', { config: 'setting' }, 'There is no setting "model.side"'],
  ['a setting that only every object has', { config: 'object' }, 'There is no setting "toString"'],
  ['a run\'s config without its settings', { config: 'bare' }, 'The run\'s config has no usable setting "seed"'],
  ['a model without classes', { config: 'classless' }, 'The setting "model.classes" does not work\n'],
  ['a config of no kind', { config: 'nothing' }, 'This is no training config'],
  ['a file that is not there', { config: 'absent' }, 'There is no such file'],
])('%s is refused, and nothing is written', async (_, changes, message) => {
  const write = (name: string, tensors: ReadonlyMap<string, NamedTensor>) => writeSafetensors(at(name), tensors);
  const head = (data: Float32Array, shape = [data.length]) => new Map([...tensorsOf(), ['head.bias', { shape, data }]]);
  await write('fewer', new Map([...tensorsOf()].filter(([name]) => name !== 'head.bias')));
  await write('other', head(new Float32Array(6)));
  await write('nan', head(Float32Array.of(0, 0, Number.NaN, 0, 0)));
  await write('label', new Map([...batch, ['label', { shape: [3], data: Int32Array.of(0, 5, 1) }]]));
  await write('size', new Map([...batch, ['image', { shape: [3, 3, 64, 64], data: new Float32Array(3 * 3 * 64 ** 2) }]]));
  await write('textless', new Map([...batch].filter(([name]) => name !== 'text')));
  const image = randomArray([3, 3, 32, 32], 'image');
  image[5] = Number.NaN;
  await write('blank', new Map([...batch, ['image', { shape: [3, 3, 32, 32], data: image }]]));
  await writeFile(at('setting'), JSON.stringify({ preset: 'tiny', settings: { 'model.side': 3 } }));
  await writeFile(at('object'), JSON.stringify({ preset: 'tiny', settings: { toString: 'x' } }));
  await writeFile(at('bare'), JSON.stringify({ version: 2, training: {} }));
  await writeFile(at('classless'), JSON.stringify({ preset: 'tiny', settings: { 'model.classes': 0 } }));
  await writeFile(at('nothing'), '{"side": 3}');
  const files = Object.fromEntries(Object.entries(changes).map(([name, file]) => [name, at(file)]));
  const { code, stderr } = await forward({ ...files, out: at('never') });
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  for (const file of Object.values(files)) expect(stderr).toContain(file);
  await expect(readSafetensors(at('never'))).rejects.toThrow();
});
