import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultDescriber } from '../../../engine/describe/describerConfig.ts';
import { forkService, type ForkedService } from './forkService.ts';
import { writeClassFolders } from './writeClassFolders.ts';

let folder: string;
let root: string;
const services: ForkedService[] = [];
const start = async () => {
  const service = forkService();
  services.push(service);
  await service.request('describer/configure', { config: defaultDescriber, who: 'ann' });
  await service.request('dataset/open', { root, fallbackStorage: path.join(folder, 'fallback') });
  return service;
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'verdicts-'));
  root = path.join(folder, 'faces');
  await writeClassFolders(root, 6);
});
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()));
  await rm(folder, { recursive: true, force: true });
});

test('a verdict is kept under the annotator\'s name, told of, and can be taken back', async () => {
  const service = await start();
  const changes = service.collect('verdict/didChange');
  const id = 'joy/joy-1.png';
  await service.request('verdict/give', { root, id, verdict: 'text', run: path.join(root, '.sticker-lab', 'runs', 'tiny-1') });
  expect(await service.request('verdict/list', { root })).toEqual([{ id, verdict: 'text', run: 'tiny-1', who: 'ann', at: expect.any(Number) }]);
  await expect.poll(() => changes).toEqual([{ root, id }]);
  await service.request('verdict/give', { root, id, verdict: null, run: 'tiny-1' });
  expect(await service.request('verdict/list', { root })).toEqual([]);
  await expect.poll(() => changes).toHaveLength(2);
  await expect(service.request('verdict/give', { root, id: 'joy/none.png', verdict: 'text', run: 'tiny-1' })).rejects.toMatchObject({ data: { file: 'joy/none.png' } });
});

test('the gallery filters by verdicts as they are now, and names all of a filter\'s stickers', async () => {
  const service = await start();
  const filter = { verdicts: ['label' as const] };
  expect(await service.request('gallery/ids', { root, filter })).toEqual({ ids: [] });
  for (const id of ['joy/joy-2.png', 'anger/anger-0.png']) await service.request('verdict/give', { root, id, verdict: 'label', run: 'tiny-1' });
  expect(await service.request('gallery/ids', { root, filter })).toEqual({ ids: ['anger/anger-0.png', 'joy/joy-2.png'] });
  const selection = { ids: ['joy/joy-2.png', 'anger/anger-1.png', 'anger/anger-0.png'], reason: 'lasso' };
  expect(await service.request('gallery/ids', { root, filter: { ...filter, selection } })).toEqual({ ids: ['joy/joy-2.png', 'anger/anger-0.png'] });
  await service.request('verdict/give', { root, id: 'joy/joy-2.png', verdict: 'model', run: 'tiny-1' });
  expect(await service.request('gallery/page', { root, filter, run: null, offset: 0, limit: 10 })).toMatchObject({ total: 1, tiles: [{ id: 'anger/anger-0.png' }] });
});

test('a verdict of another window counts at once, is told of, and both are kept', async () => {
  const [here, there] = [await start(), await start()];
  const changes = there.collect('verdict/didChange');
  await appendFile(path.join(root, '.sticker-lab', 'verdicts.jsonl'), '{"id":"joy/joy-0.png","verd');
  await here.request('verdict/give', { root, id: 'joy/joy-3.png', verdict: 'ambiguous', run: 'tiny-1' });
  expect(await there.request('gallery/ids', { root, filter: { verdicts: ['ambiguous'] } })).toEqual({ ids: ['joy/joy-3.png'] });
  await expect.poll(() => changes, { timeout: 5000 }).toEqual([{ root, id: 'joy/joy-3.png' }]);
  await there.request('verdict/give', { root, id: 'joy/joy-4.png', verdict: 'model', run: 'tiny-1' });
  expect((await here.request('verdict/list', { root })).map(({ id }) => id)).toEqual(['joy/joy-3.png', 'joy/joy-4.png']);
});

test('where the verdicts cannot be read the dataset opens without them and says so; they count once they can', async () => {
  const file = path.join(root, '.sticker-lab', 'verdicts.jsonl');
  // Keeps out even those whom permissions do not.
  await mkdir(file, { recursive: true });
  const service = await start();
  const { problems } = await service.request('dataset/open', { root, fallbackStorage: path.join(folder, 'fallback') });
  expect(problems).toContainEqual({ severity: 'warning', file: '.sticker-lab/verdicts.jsonl', message: expect.stringContaining('A folder is in the way'), remedy: expect.any(String) });
  expect(await service.request('gallery/page', { root, filter: {}, run: null, offset: 0, limit: 10 })).toMatchObject({ total: 14 });
  const refused = { data: { file } };
  await expect(service.request('verdict/list', { root })).rejects.toMatchObject(refused);
  await expect(service.request('gallery/ids', { root, filter: { verdicts: ['label'] } })).rejects.toMatchObject(refused);
  await expect(service.request('verdict/give', { root, id: 'joy/joy-1.png', verdict: 'label', run: 'tiny-1' })).rejects.toMatchObject(refused);
  const changes = service.collect('verdict/didChange');
  await rm(file, { recursive: true });
  await appendFile(file, `${JSON.stringify({ id: 'joy/joy-1.png', verdict: 'label', run: 'tiny-1', who: 'ann', at: 1 })}\n`);
  await expect.poll(() => changes, { timeout: 5000 }).toEqual([{ root, id: 'joy/joy-1.png' }]);
  await rm(file);
  await expect.poll(() => changes, { timeout: 5000 }).toHaveLength(2);
  expect(await service.request('verdict/list', { root })).toEqual([]);
});
