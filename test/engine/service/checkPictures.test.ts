import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forkService, type ForkedService } from './forkService.ts';
import { spoil, writeClassFolders } from './writeClassFolders.ts';

let folder: string;
let service: ForkedService;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'check-'));
  service = forkService();
});
afterEach(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

const patient = { timeout: 10_000 };

test('broken pictures are told without a thumbnail being asked for, and whole ones are not decoded again', async () => {
  await writeClassFolders(folder, 3);
  const problems = service.collect('dataset/didFindProblems');
  const told = () => problems.flatMap((each) => each.problems.map(({ file }) => file));
  const open = () => service.request('dataset/open', { root: folder, fallbackStorage: path.join(folder, 'fallback') });
  await open();
  await expect.poll(told, patient).toEqual(['joy/empty.png', 'joy/text.png']);
  // What was remembered is written by now, or when the dataset is closed.
  await service.request('dataset/close', { root: folder });

  await spoil(path.join(folder, 'anger/anger-0.png'));
  await writeFile(path.join(folder, 'anger/anger-1.png'), 'changed');
  await open();
  await expect.poll(told, patient).toEqual(['joy/empty.png', 'joy/text.png', 'anger/anger-1.png', 'joy/empty.png', 'joy/text.png']);
}, 30_000);

test('a dataset closed is not checked', async () => {
  await writeClassFolders(folder, 1);
  const problems = service.collect('dataset/didFindProblems');
  const root = folder;
  await service.request('dataset/open', { root, fallbackStorage: path.join(folder, 'fallback') });
  await service.request('dataset/close', { root });
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(problems).toEqual([]);
}, 30_000);

test('every missing picture is a problem of its own, up to a thousand, beside the one that counts them', async () => {
  await writeFile(path.join(folder, 'stickers.jsonl'), Array.from({ length: 1200 }, (_, i) => JSON.stringify({ image: `${i}.jpg`, label: i % 2 ? 'joy' : 'anger' })).join('\n'));
  const { problems, missing } = await service.request('dataset/open', { root: folder, fallbackStorage: path.join(folder, 'fallback') });
  expect(missing).toBe(1200);
  expect(problems.filter(({ message }) => message === 'The picture is missing.')).toHaveLength(1000);
  expect(problems.filter(({ message }) => message.startsWith('1200 of 1200 pictures do not exist'))).toHaveLength(1);
});
