import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { fingerprintDataset } from '../../../engine/dataset/fingerprint.ts';
import { readDataset } from '../../../engine/dataset/readDataset.ts';
import { openDescriptionStore } from '../../../engine/store/openDescriptionStore.ts';
import { readDescribedDataset, withStoredTexts } from '../../../engine/store/readDescribedDataset.ts';
import { openStorage, storageOfRun } from '../../../engine/store/storage.ts';
import { runCommand } from '../../support/commandLine.ts';
import { generatedBy } from '../../support/generatedBy.ts';
import { microSettings, settingFlags } from '../../support/microSettings.ts';
import { writeLineDataset } from '../../support/lineDataset.ts';
import { datasetFolder } from '../dataset/datasetFolder.ts';

let root: string;
const given = { intention: 'given intention', style: 'given style', roles: 'given roles', details: 'given details' };
const lines = ['train', 'validation', 'test'].flatMap((split) => ['anger', 'joy', 'anger', 'joy'].map((label, i) => ({ label, split, colour: label === 'joy' ? '#0f0' : '#f00', text: `${i}`, descriptions: given })));

beforeEach(async () => {
  root = await datasetFolder({});
  await writeLineDataset(root, lines);
});

/** Writes these texts of sticker `0.png` to the store in a folder. */
async function edit(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { descriptions } = await openDescriptionStore(folder);
  for (const [view, text] of Object.entries(texts)) {
    descriptions.change({ title: 'Edit', who: 'Ada', continues: null }, [
      { sticker: '0.png', view: view as 'style', text, state: text === '' ? 'missing' : 'edited', generation: null, basedOn: descriptions.find('0.png', view as 'style')?.id ?? 0 },
    ]);
  }
  descriptions.close();
}

const json = async (...args: string[]) => {
  const { code, stdout } = await runCommand([...args, '--json']);
  return { code, answer: JSON.parse(stdout) as Record<string, unknown> };
};
const exported = async (env?: NodeJS.ProcessEnv) => {
  const out = path.join(await datasetFolder({}), 'out.jsonl');
  expect(await runCommand(['export', root, '--format', 'jsonl', '--out', out], env)).toMatchObject({ code: 0 });
  return (await readFile(out, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { id: string; descriptions: typeof given });
};

test('each state says which text is used', async () => {
  const dataset = await readDataset(root);
  const id = dataset.stickers[1].id;
  const laid = (text: string, state: 'missing' | 'given' | 'generated' | 'edited' | 'accepted' | 'rejected', view: 'style' | 'roles' = 'style') =>
    withStoredTexts(dataset, [{ sticker: id, view, text, state }, { sticker: 'gone.png', view, text: 'x', state: 'edited' }]);
  for (const state of ['generated', 'edited', 'accepted'] as const) expect(laid('stored', state).stickers[1].descriptions).toEqual({ ...given, style: 'stored' });
  for (const state of ['missing', 'rejected'] as const) expect(Object.keys(laid('stored', state).stickers[1].descriptions)).toEqual(['intention', 'roles', 'details']);
  expect(laid('', 'given')).toEqual(dataset);
  expect(laid('stored', 'edited').stickers.filter((_, i) => i !== 1)).toEqual(dataset.stickers.filter((_, i) => i !== 1));
  expect(Object.keys(withStoredTexts({ ...dataset, stickers: [{ ...dataset.stickers[0], descriptions: { details: 'd' } }] }, [{ sticker: dataset.stickers[0].id, view: 'intention', text: 'i', state: 'generated' }]).stickers[0].descriptions)).toEqual(['intention', 'details']);
});

test('a dataset without a store is read as it is, and nothing is made', async () => {
  const before = await readdir(root);
  expect(await readDescribedDataset(root)).toEqual(await readDataset(root));
  expect(await readdir(root)).toEqual(before);
});

test('export and inspect see stored texts', async () => {
  const folder = path.join(root, '.sticker-lab');
  await edit(folder, { style: 'edited style', roles: '' });
  const { descriptions } = await openDescriptionStore(folder);
  descriptions.addGenerated('1.png', 'details', 'generated details', generatedBy('llava'), () => true);
  // While another process has it open.
  const stickers = await exported();
  descriptions.close();
  expect(stickers.find(({ id }) => id === '0.png')!.descriptions).toEqual({ ...given, style: 'edited style', roles: '' });
  expect(stickers.find(({ id }) => id === '1.png')!.descriptions).toEqual({ ...given, details: 'generated details' });
  expect((await json('inspect', root)).answer).toMatchObject({ stickers: lines.length, descriptions: { intention: lines.length, style: lines.length, roles: lines.length - 1, details: lines.length } });
  expect(await readdir(folder)).toEqual(['descriptions.db']);
});

test('where the dataset\'s folder cannot be written, the texts are found in the terminal\'s folder', async () => {
  const fallen = await datasetFolder({ '.sticker-lab': 'in the way' });
  const home = await datasetFolder({});
  await writeLineDataset(fallen, lines);
  root = fallen;
  await edit((await openStorage(root, path.join(home, '.sticker-lab'))).folder, { style: 'from home' });
  expect((await exported({ HOME: home, USERPROFILE: home })).find(({ id }) => id === '0.png')!.descriptions.style).toBe('from home');
});

test('a damaged store stops a command with the file and the remedy', async () => {
  const folder = path.join(root, '.sticker-lab');
  await mkdir(folder);
  await writeFile(path.join(folder, 'descriptions.db'), 'no database'.repeat(500));
  const { code, answer } = await json('inspect', root);
  expect([code, answer]).toEqual([1, { error: { message: expect.stringContaining('damaged'), file: path.join(folder, 'descriptions.db'), remedy: expect.stringContaining('copy') } }]);
});

test('a run in an editor\'s own storage is trained, gone on with, scored and laid out with the texts from there, and not after they changed', async () => {
  const editor = await datasetFolder({});
  const fallen = await datasetFolder({ '.sticker-lab': 'in the way' });
  await writeLineDataset(fallen, lines);
  const storage = await openStorage(fallen, editor);
  await edit(storage.folder, { style: 'from the editor' });
  const run = path.join(storage.folder, 'runs', 'first');
  const trained = await json('train', fallen, '--run', run, '--preset', 'tiny', '--device', 'cpu', '--epochs', '1', ...settingFlags(microSettings));
  expect(trained.code).toBe(0);
  const { dataset: { fingerprint } } = JSON.parse(await readFile(path.join(run, 'config.json'), 'utf8')) as { dataset: { fingerprint: string } };
  const described = await readDescribedDataset(fallen, { storage: storageOfRun(run, fallen) });
  expect(described.stickers.find(({ id }) => id === '0.png')!.descriptions.style).toBe('from the editor');
  expect(fingerprint).toBe(fingerprintDataset(described));
  expect(fingerprint).not.toBe(fingerprintDataset(await readDataset(fallen)));
  for (const args of [['evaluate', run, '--split', 'test'], ['project', run, '--method', 'pca']]) expect((await json(...args)).code).toBe(0);

  for (const done of ['status.json', 'result.json']) await rm(path.join(run, done));
  expect((await json('train', fallen, '--run', run, '--resume')).code).toBe(0);
  for (const done of ['status.json', 'result.json']) await rm(path.join(run, done));
  await edit(storage.folder, { style: 'changed since' });
  expect(await json('train', fallen, '--run', run, '--resume')).toEqual({ code: 1, answer: { error: {
    message: 'The dataset or its descriptions have changed since this run began', file: fallen, remedy: expect.stringContaining('Start a new run'),
  } } });
});
