import { appendFile, cp, mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredMap } from '../../../engine/analyze/storedMap.ts';
import type { EvaluationReport } from '../../../engine/evaluate/evaluationReport.ts';
import type { PredictionRecord, RunResult } from '../../../engine/train/runRecord.ts';
import { readSafetensors } from '../../../engine/weights/safetensors.ts';
import { runCommand, startCommand } from '../../support/commandLine.ts';
import { microSettings, settingFlags } from '../../support/microSettings.ts';
import { writeClassFolders } from '../service/writeClassFolders.ts';
import { readJson, readJsonl, readMetrics, readTensors } from '../train/trainingRun.ts';

/* The command line itself, from source, each command a process of its own. */

const epochs = 6;
let folder: string;
let faces: string;
/** A run that nothing disturbed. */
let whole: string;
let outcome: Awaited<ReturnType<typeof runCommand>>;
const at = (name: string) => path.join(folder, name);
const trainArgs = (run: string, ...more: string[]) =>
  ['train', faces, '--run', run, '--preset', 'tiny', '--device', 'cpu', '--epochs', String(epochs), '--json', ...settingFlags(microSettings), ...more];
const resumeArgs = (run: string) => ['train', faces, '--run', run, '--resume', '--json'];
const state = async (run: string) => (await readJson<{ state: string }>(run, 'status.json')).state;
/** Waits until the run has done so many steps. */
const reach = (run: string, steps: number) => expect.poll(async () => (await readMetrics(run).catch(() => [])).length, { interval: 10, timeout: 30_000 }).toBeGreaterThanOrEqual(steps);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'cli-train-'));
  faces = at('faces');
  whole = at('whole');
  await writeClassFolders(faces, 20);
  outcome = await runCommand(trainArgs(whole));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('train answers one JSON document with the promised keys, and progress elsewhere', async () => {
  expect(outcome).toMatchObject({ code: 0, stderr: expect.stringContaining('Epoch 6: training loss') });
  expect(outcome.stderr).toContain('2 pictures could not be read');
  expect(outcome.stdout.trim().split('\n')).toHaveLength(1);
  const answer = JSON.parse(outcome.stdout) as RunResult;
  expect(Object.keys(answer)).toEqual(['run', 'epochs', 'best', 'secondsPerImage', 'peakMemoryBytes', 'device']);
  expect(Object.keys(answer.best)).toEqual(['epoch', 'split', 'accuracy', 'weightedF1']);
  expect(answer).toMatchObject({ run: whole, epochs, device: 'cpu' });
  expect(await readJson(whole, 'result.json')).toEqual(answer);
  expect(await state(whole)).toBe('done');
  for (const file of ['config.json', 'metrics.jsonl', 'checkpoints/best.safetensors', 'checkpoints/last.safetensors', 'predictions/test.jsonl', 'evaluation/validation.json', 'evaluation/test.json']) {
    expect((await stat(path.join(whole, file))).size).toBeGreaterThan(0);
  }
});

test('stopped by the file `stop`, it ends with 130 and resumes to the same weights', async () => {
  const run = at('stopped');
  const training = startCommand(trainArgs(run));
  await reach(run, 9);
  await writeFile(path.join(run, 'stop'), '');
  expect(await training.ended).toMatchObject({ code: 130, stdout: '', stderr: expect.stringContaining('the checkpoint is written') });
  expect(await state(run)).toBe('stopped');
  expect(await runCommand(resumeArgs(run))).toMatchObject({ code: 0 });
  expect(await state(run)).toBe('done');
  expect(await readTensors(run, 'last')).toEqual(await readTensors(whole, 'last'));
  expect(await readFile(path.join(run, 'predictions/test.jsonl'))).toEqual(await readFile(path.join(whole, 'predictions/test.jsonl')));
});

test('killed, it resumes from the last checkpoint to the same weights', async () => {
  const run = at('killed');
  const training = startCommand(trainArgs(run));
  await reach(run, 12);
  training.kill('SIGKILL');
  expect((await training.ended).code).toBeNull();
  expect(await state(run)).toBe('training');
  await appendFile(path.join(run, 'metrics.jsonl'), '{"kind":"step","epo');
  await writeFile(path.join(run, 'checkpoints/last.safetensors.77.partial'), 'half');
  expect(await runCommand(resumeArgs(run))).toMatchObject({ code: 0 });
  expect(await readTensors(run, 'last')).toEqual(await readTensors(whole, 'last'));
  expect((await readMetrics(run)).map(({ step }) => step)).toEqual((await readMetrics(whole)).map(({ step }) => step));
});

test.skipIf(process.platform === 'win32')('Ctrl-C stops with a checkpoint; the running one cannot be resumed beside', async () => {
  const run = at('interrupted');
  const training = startCommand(trainArgs(run, '--epochs', '500'));
  await reach(run, 3);
  expect(await runCommand(resumeArgs(run))).toMatchObject({ code: 1, stderr: expect.stringContaining('already being trained') });
  training.kill('SIGINT');
  expect(await training.ended).toMatchObject({ code: 130, stdout: '' });
  expect(await state(run)).toBe('stopped');
  expect((await readTensors(run, 'last')).size).toBeGreaterThan(0);
});

test('a run that is done answers again without training', async () => {
  const before = await readFile(path.join(whole, 'metrics.jsonl'));
  expect(await runCommand(resumeArgs(whole))).toMatchObject({ code: 0, stdout: outcome.stdout, stderr: expect.stringContaining('done already') });
  expect(await readFile(path.join(whole, 'metrics.jsonl'))).toEqual(before);
});

test.concurrent.each<[string, string[], number, string]>([
  ['a folder that holds a run', ['--run', 'whole'], 1, 'already holds a run'],
  ['an unknown preset', ['--preset', 'huge'], 2, '--preset takes paper, laptop, tiny, not "huge"'],
  ['an unknown device', ['--device', 'tpu'], 2, '--device takes auto, cpu, webgpu, not "tpu"'],
  ['an unknown flag', ['--epoch', '3'], 2, '--epoch'],
  ['an unknown setting', ['--set', 'learnRate=1'], 1, 'There is no setting "learnRate"'],
  ['a setting without a value', ['--set', 'dropPath'], 2, '--set takes key=value, not "dropPath"'],
  ['a word for a number', ['--set', 'dropPath=much'], 1, '"much" does not fit the setting "dropPath"'],
  ['a size no model can have', ['--set', 'model.imageSize=50'], 1, 'The setting "model.imageSize" does not work'],
  ['no epochs', ['--epochs', '0'], 2, '--epochs takes a whole number of at least 1'],
  ['a resume without a run', ['--resume'], 2, '--resume needs --run'],
  ['a resume with other settings', ['--resume', '--run', 'whole', '--seed', '2'], 2, 'leave --seed out'],
  ['a resume of what is no run', ['--resume', '--run', 'faces'], 1, 'The folder is no run'],
])('%s is refused, by name', async (_, flags, code, said) => {
  const args = flags.map((flag, i) => (flags[i - 1] === '--run' ? at(flag) : flag));
  const { stdout, stderr, code: ended } = await runCommand(['train', faces, ...args]);
  expect({ ended, stdout }).toEqual({ ended: code, stdout: '' });
  expect(stderr).toContain(said);
});

test('a dataset folder that is not there is named; as JSON too', async () => {
  const { code, stdout, stderr } = await runCommand(['train', at('nowhere'), '--json']);
  expect(code).toBe(1);
  expect(stderr).toContain(at('nowhere'));
  expect(JSON.parse(stdout)).toEqual({ error: { message: 'The folder does not exist.', file: at('nowhere'), remedy: 'Check the path.' } });
});

test('evaluate and project answer with the promised keys', async () => {
  const json = async <T>(...args: string[]) => {
    const { code, stdout, stderr } = await runCommand([...args, '--json']);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as T;
  };
  const stored = (split: string) => readJson<EvaluationReport>(whole, 'evaluation', `${split}.json`);
  const report = await json<EvaluationReport>('evaluate', whole, '--split', 'validation');
  expect(Object.keys(report)).toEqual(['split', 'accuracy', 'weighted', 'macro', 'perClass', 'confusion', 'step']);
  expect(Object.keys(report.weighted)).toEqual(['precision', 'recall', 'f1']);
  expect(report.perClass.map((scores) => Object.keys(scores).toSorted())).toEqual([0, 1].map(() => ['f1', 'label', 'precision', 'recall', 'support']));
  expect(report).toEqual(await stored('validation'));
  const before = await stored('test');
  const last = await json<EvaluationReport>('evaluate', whole, '--checkpoint', 'last');
  expect(last.split).toBe('test');
  expect(last).toEqual(await stored('test-last'));
  expect(await readJsonl<PredictionRecord>(whole, 'predictions/test-last.jsonl')).toHaveLength(last.confusion.flat().reduce((sum, count) => sum + count, 0));
  const { tensors: features } = await readSafetensors(path.join(whole, 'predictions/test-last.features.safetensors'));
  expect(features.get('feature')!.shape[0]).toBe(last.perClass.reduce((sum, { support }) => sum + support, 0));
  expect(await stored('test')).toEqual(before);

  const ids = (await readJsonl<PredictionRecord>(whole, 'predictions/test.jsonl')).map(({ id }) => id);
  expect(await json('project', whole, '--method', 'pca')).toEqual({ points: ids.length, seconds: expect.any(Number), kl: null });
  const answer = await json<{ kl: number }>('project', whole, '--split', 'train', '--method', 'tsne', '--seed', '3', '--out', at('map.json'));
  expect(Object.keys(answer)).toEqual(['points', 'seconds', 'kl']);
  const map = await readJson<StoredMap>(at('map.json'));
  expect(map).toMatchObject({ method: 'tsne', split: 'train', sample: 'all', features: 'fused', seed: 3, kl: answer.kl, versions: { node: process.versions.node } });
  expect(map.ids).toEqual((await readJsonl<PredictionRecord>(whole, 'predictions/train.jsonl')).map(({ id }) => id));
  expect([map.x, map.y].map(({ length }) => length)).toEqual([map.ids.length, map.ids.length]);
  expect(await readJson(whole, 'map/train-all-fused-tsne-3.json')).toEqual(map);
  const { points } = await json<{ points: number }>('project', whole, '--split', 'all', '--sample', 'paper', '--features', 'visual.3', '--method', 'pca');
  expect(points).toBe((await readJson<StoredMap>(whole, 'map/all-paper-visual.3-pca-1.json')).ids.length);
});

test('evaluate and project refuse what is no run and what they do not know', async () => {
  expect(await runCommand(['evaluate', faces])).toMatchObject({ code: 1, stderr: expect.stringContaining('The folder is no run') });
  expect(await runCommand(['evaluate', whole, '--split', 'dev'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--split takes') });
  expect(await runCommand(['project', whole, '--method', 'umap'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--method takes tsne, pca') });
  expect(await runCommand(['project', whole, '--features', 'visual'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--features takes fused, fused.1') });
  expect(await runCommand(['project', whole, '--sample', 'some'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--sample takes all, paper') });
});

test('a dataset moved with its runs is the one they are scored on, and gone on with, by its own texts', async () => {
  const moved = at('moved');
  const run = path.join(moved, '.sticker-lab', 'runs', 'whole');
  await cp(faces, moved, { recursive: true });
  await cp(whole, run, { recursive: true });
  const config = path.join(run, 'config.json');
  await writeFile(config, (await readFile(config, 'utf8')).replace(JSON.stringify(faces), JSON.stringify(at('gone'))));
  const predictions = await readFile(path.join(run, 'predictions/test.jsonl'), 'utf8');
  await rm(path.join(run, 'predictions'), { recursive: true });
  expect(await runCommand(['evaluate', run])).toMatchObject({ code: 0 });
  expect(await readFile(path.join(run, 'predictions/test.jsonl'), 'utf8')).toBe(predictions);
  await unlink(path.join(run, 'result.json'));
  expect(await runCommand(['train', moved, '--run', run, '--resume'])).toMatchObject({ code: 0 });

  const elsewhere = at('elsewhere');
  await cp(run, elsewhere, { recursive: true });
  const { code, stdout } = await runCommand(['evaluate', elsewhere, '--json']);
  expect({ code, ...JSON.parse(stdout) as object }).toMatchObject({ code: 1, error: { file: at('gone') } });
});

test('where the dataset cannot be written, the run lies in the home folder', async () => {
  const root = at('sealed');
  const home = at('home');
  await writeClassFolders(root, 20);
  // A file in the storage folder's place keeps out even those whom permissions do not.
  await writeFile(path.join(root, '.sticker-lab'), '');
  const { code, stdout, stderr } = await runCommand(['train', root, '--preset', 'tiny', '--device', 'cpu', '--json', '--epochs', '1', ...settingFlags(microSettings)], { HOME: home, USERPROFILE: home });
  expect({ code, said: code === 0 ? '' : stderr }).toEqual({ code: 0, said: '' });
  expect((JSON.parse(stdout) as RunResult).run).toContain(path.join(home, '.sticker-lab', 'sealed-'));
  await unlink(path.join(root, '.sticker-lab'));
});

test('a preset whose published weights are not there is refused before anything is made, by how to get them', async () => {
  const run = at('paper');
  const { code, stderr } = await runCommand(['train', faces, '--run', run, '--preset', 'paper', '--json'], { STICKER_LAB_WEIGHTS: at('no-weights') });
  expect(code).toBe(1);
  expect(stderr).toContain('The pretrained weights bert-base-uncased and pvt-small are not there');
  expect(stderr).toContain('sticker-lab weights --get bert-base-uncased --get pvt-small');
  await expect(stat(run)).rejects.toThrow('ENOENT');
});

test('cut-off predictions are computed anew for a map; a damaged vocabulary is named', async () => {
  const run = at('damaged');
  await cp(whole, run, { recursive: true });
  const predictions = path.join(run, 'predictions/test.jsonl');
  const kept = await readFile(predictions, 'utf8');
  await writeFile(predictions, kept.slice(0, kept.length / 2));
  expect(await runCommand(['project', run, '--method', 'pca', '--json'])).toMatchObject({ code: 0, stderr: expect.stringContaining('no whole predictions') });
  expect(await readFile(predictions, 'utf8')).toBe(kept);
  const vocabulary = path.join(run, 'text/tokenizer.json');
  await writeFile(vocabulary, '{');
  const { code, stdout } = await runCommand(['evaluate', run, '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ error: { file: vocabulary, message: expect.stringContaining('damaged or cut off') } });
});
