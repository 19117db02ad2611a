import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { splits } from '../../../engine/dataset/sticker.ts';
import type { EvaluationReport } from '../../../engine/evaluate/evaluationReport.ts';
import type { RunConfig } from '../../../engine/train/runConfig.ts';
import type { PredictionRecord } from '../../../engine/train/runRecord.ts';
import { runCommand } from '../../support/commandLine.ts';
import { writeLineDataset, type DatasetLine } from '../../support/lineDataset.ts';
import { readJson, readJsonl, trainMicro } from '../train/trainingRun.ts';
import { forkService, type ForkedService } from './forkService.ts';

/* Real trainings of a micro model, before and after labels and texts changed, read by the real service. */

let folder: string;
let root: string;
let service: ForkedService;
const runAt = (name: string) => path.join(root, '.sticker-lab', 'runs', name);

const line = (index: number): DatasetLine => ({
  label: index % 2 ? 'joy' : 'anger', split: index < 24 ? 'train' : index < 32 ? 'validation' : 'test', colour: index % 2 ? '#d03030' : '#30b040', text: `text ${index}`,
  descriptions: { intention: `To say ${index}.`, style: 'Plain.', roles: 'A square.', details: 'None.' },
});
const lines = Array.from({ length: 48 }, (_, index) => line(index));
const open = () => service.request('dataset/open', { root, fallbackStorage: path.join(folder, 'fallback') });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'comparison-'));
  root = path.join(folder, 'stickers');
  await trainMicro(runAt('before'), await writeLineDataset(root, lines), { epochs: '1', seed: '3' });
  const edited = lines.map((each, index): DatasetLine => (index === 40 ? { ...each, label: 'joy' } : index === 41 ? { ...each, descriptions: { ...each.descriptions, style: 'Bold.', roles: 'A disc.' } } : each));
  await trainMicro(runAt('after'), await writeLineDataset(root, edited), { seed: '2', epochs: '6', learningRateBatch: '0', learningRate: '5e-3' });
  service = forkService();
  await open();
}, 120_000);
afterAll(async () => {
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});

const compared = (first: string, second: string) => service.request('comparison/read', { root, first: runAt(first), second: runAt(second), split: 'test' });
const changes = (from: string, to: string | null) => service.request('comparison/changes', { root, from: runAt(from), to: to && runAt(to) });

test('the table tells scores and settings of each run', async () => {
  const { rows } = await service.request('runs/table', { root });
  expect(rows.map(({ run }) => run.name)).toEqual(['after', 'before']);
  const stored = await readJson<{ accuracy: number; weighted: { f1: number }; macro: { f1: number } }>(runAt('after'), 'evaluation', 'test.json');
  expect(rows[0].scores.test).toEqual({ accuracy: stored.accuracy, weightedF1: stored.weighted.f1, macroF1: stored.macro.f1 });
  expect(rows[0].scores.train).toBeNull();
  expect(rows.map(({ settings }) => [settings['preset'], settings['seed'], settings['epochs'], settings['model.widths']])).toEqual([['tiny', '2', '6', '8,8,16,16'], ['tiny', '3', '1', '8,8,16,16']]);
  expect(rows[0].fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(rows[0].fingerprint).not.toBe(rows[1].fingerprint);
});

test('a comparison follows from the stored predictions and the labels as they are now', async () => {
  const view = await compared('before', 'after');
  const [before, after] = await Promise.all(['before', 'after'].map((name) => readJsonl<PredictionRecord>(runAt(name), 'predictions', 'test.jsonl')));
  expect(view).toMatchObject({ split: 'test', classes: ['anger', 'joy'], stickers: 16 });
  const flipped = after.filter(({ id, prediction }) => before.find((each) => each.id === id)!.prediction !== prediction).map(({ id }) => id);
  expect(flipped.length).toBeGreaterThan(0);
  expect(view.flips.map(({ id }) => id)).toEqual(flipped);
  expect(view.flips.filter(({ changed }) => changed).map(({ id }) => id)).toEqual(flipped.filter((id) => ['40.png', '41.png'].includes(id)));
  const right = (records: readonly PredictionRecord[]) => records.filter(({ id, label, prediction }) => prediction === (id === '40.png' ? view.classes.indexOf('joy') : label)).length;
  expect([view.first.accuracy, view.second.accuracy]).toEqual([right(before) / 16, right(after) / 16]);
  expect(view.mcnemar.secondOnly - view.mcnemar.firstOnly).toBe(right(after) - right(before));
  expect(view.remarks).toEqual(['1 sticker bore another label when predicted: both runs are scored by the present one.']);
});

test('what changed in the data between two runs, and since one', async () => {
  const between = { labels: ['40.png'], splits: [], texts: [], descriptions: [{ id: '41.png', views: ['style', 'roles'] }], added: [], removed: [], reason: null };
  expect(await changes('before', 'after')).toEqual(between);
  expect(await changes('before', null)).toEqual(between);
  expect(await changes('after', null)).toMatchObject({ labels: [], descriptions: [], reason: null });
  // A text that a person writes in the editor counts as one of the dataset does.
  await service.request('descriptions/change', { root, changes: [{ id: '3.png', view: 'details', text: 'A frame.', version: 0 }], title: 'Edit', continues: null });
  expect((await changes('after', null)).descriptions).toEqual([{ id: '3.png', views: ['details'] }]);
  await service.request('descriptions/undo', { root });
  expect((await changes('after', null)).descriptions).toEqual([]);
});

test('the command line says the same', async () => {
  const { code, stdout } = await runCommand(['compare', runAt('before'), runAt('after'), '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ ...await compared('before', 'after'), changes: await changes('before', 'after'), settings: { epochs: ['1', '6'], learningRate: ['0.001', '0.005'], seed: ['3', '2'] } });
  const text = (await runCommand(['compare', runAt('before'), runAt('after')])).stdout;
  expect(text).toContain('test: 16 stickers predicted by both');
  expect(text).toContain('Changed between them: 1 label, 2 descriptions.');
  expect(text).toMatch(/^Different settings: .*seed 3 -> 2/mu);
  const wrong = await runCommand(['compare', runAt('before'), '--json']);
  expect([wrong.code, wrong.stdout]).toEqual([2, expect.stringContaining('<first> and <second> are wanted, not 1 run')]);
  const none = await runCommand(['compare', runAt('before'), runAt('after'), '--split', 'train']);
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('before has no predictions of the train split by its best weights as they are now.')]);
});

describe('what is wrong with a run', () => {
  const copies: string[] = [];
  const copy = async (name: string) => {
    copies.push(runAt(name));
    await cp(runAt('after'), runAt(name), { recursive: true });
    return runAt(name);
  };
  const rowOf = async (name: string) => (await service.request('runs/table', { root })).rows.find(({ run }) => run.name === name)!;
  const editConfig = async (run: string, change: (config: RunConfig) => object) => {
    await writeFile(path.join(run, 'config.json'), JSON.stringify(change(await readJson<RunConfig>(run, 'config.json'))));
  };
  afterAll(() => Promise.all(copies.map((each) => rm(each, { recursive: true, force: true }))));

  test('one without predictions is named', async () => {
    const run = await copy('bare');
    await rm(path.join(run, 'predictions'), { recursive: true });
    await rm(path.join(run, 'evaluation'), { recursive: true });
    await expect(compared('before', 'bare')).rejects.toThrow('bare has no predictions of the test split by its best weights as they are now.');
    expect((await rowOf('bare')).scores).toEqual({ train: null, validation: null, test: null });
  });

  test('predictions and scores of weights that have moved on since count nowhere', async () => {
    const run = await copy('trained on');
    const tiles = async () => (await service.request('gallery/page', { root, filter: { splits: ['test'] }, run, offset: 0, limit: 1 })).tiles;
    expect((await tiles())[0].prediction).not.toBeNull();
    const file = path.join(run, 'evaluation', 'test.json');
    const report = await readJson<EvaluationReport>(run, 'evaluation', 'test.json');
    await writeFile(file, JSON.stringify({ ...report, step: report.step! - 1 }));
    await expect(compared('before', 'trained on')).rejects.toThrow('trained on has no predictions of the test split by its best weights as they are now.');
    const row = await rowOf('trained on');
    expect([row.scores.test, row.run.predicted.includes('test')]).toEqual([null, false]);
    expect((await tiles())[0].prediction).toBeNull();
    // Scores that say nothing are not held against the predictions.
    await writeFile(file, '{"accuracy"');
    expect((await compared('after', 'trained on')).flips).toEqual([]);
    await rm(file);
    await mkdir(file);
    expect((await rowOf('trained on')).run.predicted).toEqual(['validation', 'test']);
  });

  test('a prediction of a class that the run does not have is none', async () => {
    const run = await copy('classless');
    const file = path.join(run, 'predictions', 'test.jsonl');
    const [first, ...rest] = await readJsonl<PredictionRecord>(run, 'predictions', 'test.jsonl');
    await writeFile(file, [{ ...first, prediction: 65_536 + 2 }, ...rest].map((record) => `${JSON.stringify(record)}\n`).join(''));
    const { tiles } = await service.request('gallery/page', { root, filter: { selection: { ids: [first.id, rest[0].id], reason: '' } }, run, offset: 0, limit: 2 });
    expect(tiles.map(({ prediction }) => prediction)).toEqual([null, rest[0].prediction]);
  });

  test('one without data.jsonl cannot be compared in its data, unless its fingerprint says that nothing changed', async () => {
    await rm(path.join(await copy('old'), 'data.jsonl'));
    expect(await changes('old', 'after')).toMatchObject({ labels: [], reason: null });
    expect(await changes('old', null)).toMatchObject({ labels: [], reason: null });
    expect(await changes('before', 'old')).toMatchObject({ reason: expect.stringContaining('old does not say what it learned from') });
    const view = await compared('before', 'old');
    expect(view.flips.length).toBeGreaterThan(0);
    expect(view.remarks).toContainEqual(expect.stringContaining('old does not say what it learned from'));
  });

  test('damaged data are said', async () => {
    await writeFile(path.join(await copy('spoilt'), 'data.jsonl'), '{"id":');
    expect(await changes('before', 'spoilt')).toMatchObject({ reason: 'spoilt does not say what it learned from, as its data.jsonl is damaged.' });
  });

  test('one of another dataset is told by its stickers', async () => {
    const run = await copy('foreign');
    const text = await readFile(path.join(run, 'data.jsonl'), 'utf8');
    await writeFile(path.join(run, 'data.jsonl'), text.replaceAll('.png', '.gif'));
    await editConfig(run, (config) => ({ ...config, dataset: { ...config.dataset, root: '/elsewhere', fingerprint: 'x' } }));
    expect(await changes('foreign', null)).toMatchObject({ added: [], reason: 'foreign learned from a dataset that shares no sticker with this one: /elsewhere.' });
    expect((await compared('foreign', 'after')).remarks).toContainEqual(expect.stringContaining(`different folders, /elsewhere and ${root}`));
  });

  test('damaged files and other versions stay in the table with their trouble', async () => {
    await writeFile(path.join(await copy('cut'), 'config.json'), '{"version": 2, "trai');
    await writeFile(path.join(await copy('list'), 'config.json'), '[]');
    await mkdir(runAt('empty'));
    copies.push(runAt('empty'));
    await writeFile(path.join(await copy('scoreless'), 'evaluation', 'test.json'), '{"accuracy": "high"}');
    await editConfig(await copy('earlier'), (config) => ({ version: 1, training: { epochs: 4, model: null }, dataset: { classes: config.dataset.classes } }));
    const { rows } = await service.request('runs/table', { root });
    expect(rows.length).toBe(2 + copies.length);
    expect(rows.filter(({ run }) => run.state === 'unreadable').map(({ run }) => run.name).toSorted()).toEqual(['cut', 'empty', 'list']);
    expect((await rowOf('cut')).run.trouble).toContain('config.json is cut off or damaged');
    expect(await rowOf('scoreless')).toMatchObject({ scores: { test: null }, run: { notes: expect.arrayContaining([expect.stringContaining('evaluation/test.json is damaged')]) } });
    expect(await rowOf('earlier')).toMatchObject({ settings: { epochs: '4', model: 'null' }, fingerprint: '', run: { notes: [expect.stringContaining('another version of Sticker Lab (format 1)')] } });
    // Their predictions are what they were.
    expect((await compared('before', 'earlier')).flips).toEqual((await compared('before', 'after')).flips.map((flip) => ({ ...flip })));
  });

  test('stickers that are gone keep the label stored with them', async () => {
    const run = await copy('gone');
    for (const split of splits) {
      const file = path.join(run, 'predictions', `${split}.jsonl`);
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text) await writeFile(file, text.replaceAll('"45.png"', '"gone.png"'));
    }
    const view = await compared('after', 'gone');
    expect(view).toMatchObject({ stickers: 15, flips: [] });
    expect((await compared('gone', 'gone')).remarks).toContainEqual(expect.stringContaining('The dataset no longer has, or has no label for, 1 sticker'));
  });
});
