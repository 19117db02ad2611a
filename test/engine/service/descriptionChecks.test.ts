import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeLineDataset } from '../../support/lineDataset.ts';
import { plainStickers } from '../describe/describedDataset.ts';
import { forkService, type ForkedService } from './forkService.ts';

let folder: string;
let service: ForkedService;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'checks-'));
  service = forkService();
});
afterEach(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('where not all problems are told, what is missing gives way to what is wrong', async () => {
  const root = path.join(folder, 'd');
  await writeLineDataset(root, plainStickers(4));
  await service.request('dataset/open', { root, fallbackStorage: folder });
  const { rows } = await service.request('descriptions/page', { root, filter: {}, offset: 3, limit: 1 });
  const refusal = { id: rows[0].id, view: 'style' as const, text: 'I\'m sorry, but I cannot see the image you are referring to.', version: 0 };
  await service.request('descriptions/change', { root, changes: [refusal], title: 'Edit', continues: null });
  const { total, problems } = await service.request('descriptions/check', { root, limit: 2 });
  expect(total).toBe(16);
  expect(problems.map(({ id, kind }) => [id, kind])).toEqual([[refusal.id, 'refusal'], [expect.any(String), 'missing']]);
});
