import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { views } from '../../../engine/dataset/sticker.ts';
import { defaultDescriber, type DescriberConfig } from '../../../engine/describe/describerConfig.ts';
import { createRandom } from '../../../engine/random/random.ts';
import type { StickerFilter } from '../../../engine/service/stickerFilter.ts';
import { openDescriptionStore } from '../../../engine/store/openDescriptionStore.ts';
import { startOllamaServer, type OllamaServer, type OllamaServerOptions } from '../../support/ollamaServer.ts';
import { writeLineDataset } from '../../support/lineDataset.ts';
import { plainStickers } from '../describe/describedDataset.ts';
import { forkService, type ForkedService } from './forkService.ts';

let folder: string;
let root: string;
const ended: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'describing-'));
  root = path.join(folder, 'd');
});
afterEach(async () => {
  await Promise.all(ended.splice(0).map((end) => end()));
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function serve(options: OllamaServerOptions = {}): Promise<OllamaServer> {
  const server = await startOllamaServer(options);
  ended.push(() => server.stop());
  return server;
}

/** A service with the dataset open and its hosts named. */
async function start(servers: readonly { readonly url: string }[], more: Partial<DescriberConfig> = {}): Promise<ForkedService> {
  const service = forkService();
  await service.request('describer/configure', { config: { ...defaultDescriber, hosts: servers.map(({ url }) => ({ url, headers: {} })), ...more }, who: 'me' });
  await service.request('dataset/open', { root, fallbackStorage: folder });
  return service;
}
async function startAndStop(...given: Parameters<typeof start>): Promise<ForkedService> {
  const service = await start(...given);
  ended.push(() => service.stop());
  return service;
}

/** Questions the servers got. */
const askedOf = (servers: readonly OllamaServer[]) =>
  servers.reduce((sum, { requests }) => sum + requests.filter(({ path: at, body }) => at === '/api/chat' && (body!['messages'] as unknown[]).length > 0).length, 0);

const everything = { filter: {}, policy: 'missing' as const };

test('a batch is planned, runs, is told of, paused and gone on with', async () => {
  await writeLineDataset(root, plainStickers(40));
  const servers = [await serve({ delay: 4 }), await serve({ delay: 4 })];
  const service = await startAndStop(servers);
  const told = service.collect('batch/didChange');
  const changes = service.collect('descriptions/didChange');
  const plan = await service.request('batch/plan', { root, scope: everything });
  expect(plan.hosts.map(({ url, trouble }) => [url, trouble])).toEqual(servers.map(({ url }) => [url, '']));
  expect(plan.stickers + plan.timed).toBe(40);
  const started = await service.request('batch/start', { root, plan });
  expect(started).toMatchObject({ state: 'running', total: 40, policy: 'missing', model: defaultDescriber.model });
  await expect(service.request('batch/start', { root, plan })).rejects.toThrow('A batch is running');
  const paused = await service.request('batch/pause', { root });
  expect(paused.state).toBe('paused');
  expect(await service.request('batch/read', { root })).toMatchObject({ id: paused.id, state: 'paused' });
  await service.request('batch/resume', { root, retry: false });
  await expect.poll(() => told.at(-1)?.batch.state, { timeout: 20_000 }).toBe('done');
  expect(told.at(-1)!.batch).toMatchObject({ total: 40, done: 40, failed: 0, skipped: 0, active: [] });
  const { total, rows } = await service.request('descriptions/page', { root, filter: { descriptions: { states: ['generated'], view: null } }, offset: 0, limit: 3 });
  expect([total, rows[0].views.map(({ state }) => state)]).toEqual([40, ['generated', 'generated', 'generated', 'generated']]);
  expect(changes.length).toBeGreaterThan(0);
  expect(servers[0].answers + servers[1].answers).toBe(160);
});

test('texts are edited, undone, found and replaced, reviewed, and proposed anew', async () => {
  await writeLineDataset(root, plainStickers(3).map((line, index) => (index === 2 ? line : { ...line, descriptions: { intention: `A cat says ${index}. Cat!`, style: 'Drawn.' } })));
  const server = await serve({ delay: 60 });
  const service = await startAndStop([server]);
  const read = async (id: string) => service.request('descriptions/read', { root, id });
  const [intention, , roles] = await read('0.png');
  expect([intention.state, roles.state, intention.version]).toEqual(['given', 'missing', 0]);
  expect(intention.count).toMatchObject({ limit: 512, cutAt: null, exact: false });

  const change = (text: string, version: number, continues: number | null = null) =>
    service.request('descriptions/change', { root, changes: [{ id: '0.png', view: 'roles', text, version }], title: 'Edit roles', continues });
  const first = await change('A c', 0);
  const second = await change('A cat', first.versions[0], first.step);
  expect(second.step).toBe(first.step);
  expect((await change('A dog', first.versions[0])).conflicts).toMatchObject([{ id: '0.png', view: 'roles', text: 'A cat', who: 'me' }]);
  expect(await service.request('descriptions/undo', { root })).toMatchObject({ title: 'Edit roles', changed: [{ id: '0.png', view: 'roles' }], kept: 0 });
  expect((await read('0.png'))[2]).toMatchObject({ text: '', state: 'missing' });
  await service.request('descriptions/redo', { root });
  expect((await read('0.png'))[2]).toMatchObject({ text: 'A cat', state: 'edited', who: 'me' });

  const query = { find: 'cat', regex: false, wholeWord: true, matchCase: false, view: null };
  const found = await service.request('descriptions/find', { root, filter: {}, query, replacement: 'dog', offset: 0, limit: 10 });
  expect(found).toMatchObject({ places: 5, texts: 3, stickers: 2 });
  expect(found.changes[0]).toEqual({ id: '0.png', view: 'intention', state: 'given', before: 'A cat says 0. Cat!', after: 'A dog says 0. dog!' });
  await expect(service.request('descriptions/replace', { root, filter: {}, query, replacement: 'dog', texts: 2 })).rejects.toThrow('The texts have changed');
  await service.request('descriptions/replace', { root, filter: {}, query, replacement: 'dog', texts: 3 });
  expect((await read('1.png'))[0]).toMatchObject({ text: 'A dog says 1. dog!', state: 'edited' });
  expect((await service.request('gallery/page', { root, filter: { search: 'dog' }, run: null, offset: 0, limit: 9 })).total).toBe(2);
  expect(await service.request('descriptions/undo', { root })).toMatchObject({ title: 'Replace "cat" with "dog"', kept: 0 });
  expect((await read('1.png'))[0]).toMatchObject({ text: 'A cat says 1. Cat!', state: 'given' });
  expect((await service.request('gallery/page', { root, filter: { search: 'dog' }, run: null, offset: 0, limit: 9 })).total).toBe(0);

  const streamed = service.collect('descriptions/didStream');
  const proposal = await service.request('descriptions/regenerate', { root, id: '0.png', view: 'intention' });
  expect(proposal.generation).toMatchObject({ host: server.url, batch: null });
  expect((await read('0.png'))[0]).toMatchObject({ state: 'given', text: 'A cat says 0. Cat!', proposal: { text: proposal.text }, writing: false });
  expect(streamed.every(({ text }) => proposal.text.startsWith(text.trimEnd()))).toBe(true);
  await service.request('descriptions/resolve', { root, id: '0.png', view: 'intention', take: true });
  expect((await read('0.png'))[0]).toMatchObject({ state: 'accepted', text: proposal.text, proposal: null, generated: { text: proposal.text } });
  expect((await service.request('descriptions/history', { root, id: '0.png', view: 'intention' })).map(({ state }) => state)).toEqual(['accepted', 'given', 'edited']);

  expect(await service.request('descriptions/nextToReview', { root, filter: {}, id: '0.png' })).toEqual({ id: '1.png', left: 3 });
  expect(await service.request('descriptions/nextToReview', { root, filter: { splits: ['test'] }, id: null })).toEqual({ id: null, left: 0 });
});

test('the review goes on behind a text whose state the filter no longer asks for, past those that were passed over', async () => {
  await writeLineDataset(root, plainStickers(5));
  const service = await startAndStop([]);
  const missing = { descriptions: { states: ['missing' as const], view: 'style' as const } };
  const chosen = { ...missing, selection: { ids: ['4.png', '1.png', '3.png', '0.png'], reason: 'lasso' } };
  const next = (filter: StickerFilter, id: string) => service.request('descriptions/nextToReview', { root, filter, id });
  await service.request('descriptions/change', { root, changes: [{ id: '1.png', view: 'style', text: 'Flat.', version: 0 }], title: 'Edit', continues: null });
  expect(await next(missing, '1.png')).toEqual({ id: '2.png', left: 4 });
  expect(await next(chosen, '1.png')).toEqual({ id: '3.png', left: 3 });
  expect(await next(chosen, '2.png')).toEqual({ id: '4.png', left: 3 });
  await service.request('descriptions/change', { root, changes: [{ id: '4.png', view: 'style', text: 'Flat.', version: 0 }], title: 'Edit', continues: null });
  expect(await next(missing, '4.png')).toEqual({ id: '0.png', left: 3 });
});

test('exactly the texts of another prompt or model turn stale', async () => {
  await writeLineDataset(root, plainStickers(13));
  const server = await serve();
  const service = await startAndStop([server]);
  await service.request('batch/plan', { root, scope: everything });
  const stale = async () => Promise.all(views.map(async (view) => (await service.request('descriptions/page', { root, filter: { descriptions: { states: ['stale'], view } }, offset: 0, limit: 0 })).total));
  const described = (await service.request('descriptions/page', { root, filter: { descriptions: { states: ['generated'], view: 'style' } }, offset: 0, limit: 0 })).total;
  expect(described).toBeGreaterThan(3);
  expect(await stale()).toEqual([0, 0, 0, 0]);
  const { file } = await service.request('prompts/file', { root });
  const { readFile } = await import('node:fs/promises');
  const markdown = await readFile(file, 'utf8');
  await writeFile(file, markdown.replace('Who or what are the main roles', 'Who are the main roles'));
  await expect.poll(stale, { timeout: 5000 }).toEqual([0, 0, described, described]);
  await writeFile(file, markdown.replace('## Style', '## Stile'));
  const { markdown: preview } = await service.request('prompts/preview', { root, id: '3.png' });
  expect(preview).toContain('"text 3"');
  await writeFile(file, markdown);
  await expect.poll(stale, { timeout: 5000 }).toEqual([0, 0, 0, 0]);
  await service.request('describer/configure', { config: { ...defaultDescriber, hosts: [{ url: server.url, headers: {} }], model: 'other' }, who: 'me' });
  expect(await stale()).toEqual(Array(4).fill(described));
});

test('the service is killed fifty times during a batch: no finished text is lost, none is written twice', async () => {
  const stickers = 90;
  await writeLineDataset(root, plainStickers(stickers));
  const servers = [await serve({ delay: 30 }), await serve({ delay: 30 })];
  const random = createRandom('kills');
  const stored = async () => {
    const { descriptions } = await openDescriptionStore(path.join(root, '.sticker-lab'));
    try {
      return new Map([...descriptions.present()].map((version) => [`${version.sticker} ${version.view}`, version]));
    } finally {
      descriptions.close();
    }
  };
  let before = new Map<string, { id: number; text: string }>();
  for (let kills = 0; kills < 50; kills++) {
    const service = await start(servers);
    const batch = await service.request('batch/read', { root });
    if (batch) await service.request('batch/resume', { root, retry: false });
    else {
      const plan = await service.request('batch/plan', { root, scope: everything });
      await service.request('batch/start', { root, plan: { ...plan, hosts: plan.hosts.map((host) => ({ ...host, concurrency: 1 })) } });
    }
    const asked = askedOf(servers);
    await expect.poll(() => askedOf(servers), { interval: 5, timeout: 20_000 }).toBeGreaterThan(asked);
    await new Promise((resolve) => { setTimeout(resolve, random.integer(90)); });
    await service.kill();
    const now = await stored();
    for (const [key, { id, text }] of before) expect(now.get(key)).toMatchObject({ id, text });
    before = now;
  }
  expect(before.size).toBeGreaterThan(100);
  expect(before.size).toBeLessThan(4 * stickers);
  const service = await startAndStop(servers);
  const told = service.collect('batch/didChange');
  expect(await service.request('batch/read', { root })).toMatchObject({ state: 'interrupted' });
  await service.request('batch/resume', { root, retry: false });
  await expect.poll(() => told.at(-1)?.batch.state, { timeout: 60_000 }).toBe('done');
  const all = await stored();
  expect(all.size).toBe(4 * stickers);
  const { descriptions } = await openDescriptionStore(path.join(root, '.sticker-lab'));
  for (const { sticker, view } of all.values()) expect(descriptions.history(sticker, view)).toHaveLength(1);
  descriptions.close();
  // Each host, which does one sticker at once, was asked for the answer under way again, and for nothing else.
  expect(askedOf(servers)).toBeLessThanOrEqual(4 * stickers + 50 * servers.length);
}, 240_000);
