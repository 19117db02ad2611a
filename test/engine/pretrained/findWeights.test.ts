import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findWeights } from '../../../engine/pretrained/findWeights.ts';
import { readSet } from '../../../engine/pretrained/readSet.ts';
import { weightsFolder } from '../../../engine/pretrained/weightsFolder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'weights-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function place(set: string, ...files: readonly string[]): Promise<void> {
  await mkdir(path.join(folder, set), { recursive: true });
  for (const file of files) await writeFile(path.join(folder, set, file), file);
}

test('weights lie where asked, else where STICKER_LAB_WEIGHTS says, else in the system\'s cache', () => {
  vi.stubEnv('STICKER_LAB_WEIGHTS', '/from/environment');
  expect(weightsFolder('/asked')).toBe(path.resolve('/asked'));
  expect(weightsFolder('~/mine')).toBe(path.join(os.homedir(), 'mine'));
  expect(weightsFolder('')).toBe(path.resolve('/from/environment'));
  vi.stubEnv('STICKER_LAB_WEIGHTS', '');
  vi.stubEnv('XDG_CACHE_HOME', folder);
  vi.stubEnv('LOCALAPPDATA', folder);
  expect(weightsFolder()).toBe(path.join(process.platform === 'darwin' ? path.join(os.homedir(), 'Library/Caches') : folder, 'sticker-lab', 'weights'));
});

test('what is not there is said with the command that fetches it, and with what to put where', async () => {
  await place('bert-base-uncased', 'config.json');
  const own = path.join(folder, 'bert-base-uncased');
  const failure = await findWeights('bert-base-uncased', folder).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'StickerLabError', file: own, message: expect.stringContaining('model.safetensors, tokenizer.json') });
  const { remedy } = failure as { remedy: string };
  for (const part of ['Sticker Lab: Get Pretrained Weights...', 'sticker-lab weights --get bert-base-uncased', 'model.safetensors, tokenizer.json, config.json from https://huggingface.co/google-bert/bert-base-uncased', own]) expect(remedy).toContain(part);
  await expect(findWeights('pvt-small', folder)).rejects.toMatchObject({ remedy: expect.stringMatching(/model\.safetensors or pytorch_model\.bin .*or pvt_small\.pth from https:/u) });
});

test('files placed by hand are found, the hub\'s name before the authors\'', async () => {
  await place('pvt-small', 'pvt_small.pth');
  expect(await findWeights('pvt-small', folder)).toEqual({ files: { model: path.join(folder, 'pvt-small/pvt_small.pth') }, source: null });
  await place('pvt-small', 'pytorch_model.bin');
  expect((await findWeights('pvt-small', folder)).files.model).toBe(path.join(folder, 'pvt-small/pytorch_model.bin'));
  await place('bert-base-uncased', 'model.safetensors', 'tokenizer.json', 'config.json');
  const { files } = await findWeights('bert-base-uncased', folder);
  expect(Object.entries(files).map(([part, file]) => [part, path.basename(file)])).toEqual([['model', 'model.safetensors'], ['tokenizer', 'tokenizer.json'], ['config', 'config.json']]);
});

test('a fetched file whose length has changed does not count, and a broken source.json is named', async () => {
  await place('pvt-tiny', 'model.safetensors');
  const source = { endpoint: 'https://huggingface.co', repo: 'Zetatech/pvt-tiny-224', revision: 'main', commit: '0', date: '', files: [{ file: 'model.safetensors', bytes: 4, sha256: '00' }] };
  const file = path.join(folder, 'pvt-tiny/source.json');
  await writeFile(file, JSON.stringify(source));
  expect((await readSet('pvt-tiny', folder)).state).toBe('absent');
  await expect(findWeights('pvt-tiny', folder)).rejects.toThrow('is missing');
  for (const text of ['{"repo":', '{"repo": 1}']) {
    await writeFile(file, text);
    await expect(findWeights('pvt-tiny', folder)).rejects.toMatchObject({ file, remedy: expect.stringContaining('Delete') });
  }
});
