import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { downloadSet, type DownloadOptions } from '../../../engine/pretrained/download.ts';
import { checkSet } from '../../../engine/pretrained/readSet.ts';
import { startHubServer, type HubRepo, type HubServer } from '../../support/hubServer.ts';
import { bertRepo, commit } from './bertRepo.ts';

const name = 'bert-base-uncased';
const wanted = ['config.json', 'model.safetensors', 'tokenizer.json'] as const;
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

let folder: string;
let own: string;
let repo: HubRepo;
let server: HubServer;
let model: Buffer;

beforeEach(async () => {
  for (const variable of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'HF_TOKEN', 'HF_ENDPOINT']) vi.stubEnv(variable, undefined);
  folder = await mkdtemp(path.join(os.tmpdir(), 'weights-'));
  own = path.join(folder, name);
  repo = bertRepo();
  model = repo.files['model.safetensors'];
  server = await startHubServer({ 'google-bert/bert-base-uncased': repo });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const get = (options: DownloadOptions = {}) => downloadSet(name, { folder, endpoint: server.url, stallMilliseconds: 300, ...options });
const expectWhole = async () => {
  expect((await readdir(own)).toSorted()).toEqual([...wanted, 'source.json'].toSorted());
  for (const file of wanted) expect((await readFile(path.join(own, file))).equals(repo.files[file])).toBe(true);
};
const incomplete = async () => (await readdir(own)).filter((file) => file.endsWith('.incomplete'));

test('a set is fetched, verified and recorded: repository, commit, digests', async () => {
  const seen: [number, number][] = [];
  const view = await get({ onProgress: (bytes, total) => seen.push([bytes, total]) });
  await expectWhole();
  const total = wanted.reduce((sum, file) => sum + repo.files[file].length, 0);
  expect(seen.at(-1)).toEqual([total, total]);
  expect(seen.map(([bytes]) => bytes)).toEqual(seen.map(([bytes]) => bytes).toSorted((a, b) => a - b));
  expect(view.state).toBe('present');
  expect(view.source).toMatchObject({ repo: 'google-bert/bert-base-uncased', revision: 'main', commit, endpoint: server.url, date: expect.stringMatching(/^\d{4}-/u) });
  expect(JSON.parse(await readFile(path.join(own, 'source.json'), 'utf8'))).toEqual(view.source);
  expect(new Map(view.source!.files.map(({ file, sha256: hex }) => [file, hex]))).toEqual(new Map(wanted.map((file) => [file, sha256(repo.files[file])])));
  expect(server.requests.some(({ path: asked }) => asked.includes('/resolve/main/'))).toBe(false);
});

test('a whole set asks nothing of the network; a check finds and fetches only what has changed', async () => {
  await get();
  const asked = server.requests.length;
  const view = await get();
  expect(server.requests).toHaveLength(asked);
  await writeFile(path.join(own, 'model.safetensors'), Buffer.from(model).fill(7, 100, 101));
  await expect(checkSet(view, folder)).rejects.toMatchObject({ file: path.join(own, 'model.safetensors'), remedy: expect.stringContaining('--get bert-base-uncased --check') });
  await get({ check: true });
  await expectWhole();
  expect(server.requests.slice(asked).filter(({ path: one }) => one.includes('/resolve/')).map(({ path: one }) => path.basename(one))).toEqual(['model.safetensors']);
  await checkSet(view, folder);
});

test('what was cut off is gone on with, and the token is not shown to the CDN', async () => {
  server.fileFault = { kind: 'stall', after: 600_000 };
  const controller = new AbortController();
  const stopped = get({ token: 'hf_secret', stallMilliseconds: 5000, signal: controller.signal, onProgress: (bytes) => bytes >= 600_000 && controller.abort() });
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  expect(await incomplete()).toHaveLength(1);
  server.fileFault = null;
  const before = server.served;
  await get({ token: 'hf_secret' });
  await expectWhole();
  expect(server.served - before).toBeLessThan(model.length - 500_000);
  const [toHub, toCdn] = [true, false].map((isHub) => server.requests.filter(({ path: one }) => one.startsWith('/cdn/') !== isHub));
  expect(toHub.every(({ authorization }) => authorization === 'Bearer hf_secret')).toBe(true);
  expect(toCdn.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
  expect(toCdn[1].range).toMatch(/^bytes=[1-9]/u);
});

test('connections that break off are gone on with by themselves, as long as each brings something', async () => {
  server.fileFault = { kind: 'reset', after: 600_000 };
  await get();
  await expectWhole();
  const [first, ...rest] = server.requests.filter(({ path: one }) => one.startsWith('/cdn/')).map(({ range }) => range);
  expect(first).toBeUndefined();
  expect(rest.length).toBeGreaterThanOrEqual(2);
  for (const range of rest) expect(range).toMatch(/^bytes=[1-9]\d*-$/u);
});

test('a server that ignores Range sends the whole, one that refuses it is asked for the whole', async () => {
  for (const kind of ['noRange', 'badRange'] as const) {
    await rm(own, { recursive: true, force: true });
    await mkdir(own);
    const partial = path.join(own, `model.safetensors.${sha256(model).slice(0, 16)}.incomplete`);
    await writeFile(partial, model.subarray(0, 1000));
    server.fileFault = { kind };
    await get();
    await expectWhole();
  }
});

test('a part of another content, or a damaged one, is not built upon', async () => {
  await mkdir(own);
  await writeFile(path.join(own, 'model.safetensors.0123456789abcdef.incomplete'), 'another file');
  await writeFile(path.join(own, `model.safetensors.${sha256(model).slice(0, 16)}.incomplete`), Buffer.alloc(700_000));
  await get();
  await expectWhole();
});

test.each([
  [{ kind: 'status', status: 401 }, /asks who you are \(401\)/u, 'Set HF_TOKEN'],
  [{ kind: 'status', status: 403 }, /forbids it \(403\)/u, 'firewall'],
  [{ kind: 'status', status: 404 }, /does not have it \(404\)/u, 'HF_ENDPOINT'],
  [{ kind: 'status', status: 418 }, /answers 418/u, 'later'],
  [{ kind: 'status', status: 429, headers: { 'retry-after': '90' } }, /too many requests \(429\)/u, 'in 90 s'],
  [{ kind: 'status', status: 503 }, /out of order \(503\)/u, 'later'],
  [{ kind: 'html' }, /web page/u, 'later'],
  [{ kind: 'circle' }, /one address to the next/u, 'later'],
  [{ kind: 'silent' }, /sent nothing for 0.3 s/u, 'Try again'],
] as const)('%o is a fault of its own, from API and from files', async (fault, message, remedy) => {
  for (const where of ['apiFault', 'fileFault'] as const) {
    server[where] = fault;
    const failure = await get().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'StickerLabError', message: expect.stringMatching(message), file: expect.stringMatching(/^http:/u), remedy: expect.stringContaining(remedy) });
    expect(failure).toMatchObject({ remedy: expect.stringContaining(`put them into ${own}`) });
    server[where] = null;
  }
  await get();
  await expectWhole();
});

test.each([
  [{ kind: 'garbage' }, 'apiFault', /not the hub's/u],
  [{ kind: 'outside' }, 'apiFault', /not the hub's/u],
  [{ kind: 'short', after: 0 }, 'fileFault', /broke off/u],
  [{ kind: 'reset', after: 0 }, 'fileFault', /broke off/u],
  [{ kind: 'stall', after: 0 }, 'fileFault', /sent nothing for 0.3 s/u],
  [{ kind: 'long' }, 'fileFault', /more than the 1500000 bytes/u],
  [{ kind: 'corrupt' }, 'fileFault', /not the one it lists: its SHA-256 differs/u],
] as const)('%o from %s is noticed', async (fault, where, message) => {
  server[where] = fault;
  await expect(get()).rejects.toMatchObject({ message: expect.stringMatching(message), remedy: expect.stringContaining('huggingface.co/google-bert/bert-base-uncased') });
  expect(await readdir(own)).not.toContain('model.safetensors');
  server[where] = null;
  await get();
  await expectWhole();
});

test('a part from elsewhere in the file is refused', async () => {
  await mkdir(own);
  await writeFile(path.join(own, `model.safetensors.${sha256(model).slice(0, 16)}.incomplete`), model.subarray(0, 1000));
  server.fileFault = { kind: 'otherRange' };
  await expect(get()).rejects.toThrow('another part');
  server.fileFault = null;
  await get();
  await expectWhole();
});

test('no network: refused, unknown name, proxy away, proxy that asks for a login', async () => {
  const fails = (options: DownloadOptions) => expect(get(options)).rejects;
  const gone = await startHubServer({});
  await gone.stop();
  await fails({ endpoint: gone.url }).toMatchObject({ message: expect.stringContaining('refused'), remedy: expect.stringContaining('Without a network') });
  await fails({ endpoint: 'http://nowhere.invalid' }).toMatchObject({ message: expect.stringMatching(/nowhere\.invalid cannot be found/u) });
  await fails({ endpoint: 'nowhere' }).toMatchObject({ message: '"nowhere" is no address of a server', remedy: expect.stringContaining('HF_ENDPOINT') });
  vi.stubEnv('HTTP_PROXY', gone.url);
  await fails({}).toMatchObject({ message: expect.stringContaining('refused'), remedy: expect.stringContaining('HTTPS_PROXY') });
  const proxy = createServer().on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  await fails({}).toMatchObject({ message: expect.stringContaining('407'), remedy: expect.stringContaining('HTTPS_PROXY') });
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  await get();
  await expectWhole();
  proxy.close();
});

test('files placed by hand are never replaced; those that are the hub\'s are recorded as such', async () => {
  await mkdir(own);
  await writeFile(path.join(own, 'model.safetensors'), 'my own');
  await writeFile(path.join(own, 'config.json'), repo.files['config.json']);
  const view = await get();
  expect(await readFile(path.join(own, 'model.safetensors'), 'utf8')).toBe('my own');
  expect(view).toMatchObject({ state: 'present', files: [{ file: 'model.safetensors', sha256: null }, { file: 'tokenizer.json' }, { file: 'config.json', sha256: sha256(repo.files['config.json']) }] });
  const pvt = path.join(folder, 'pvt-tiny');
  await mkdir(pvt);
  await writeFile(path.join(pvt, 'pvt_tiny.pth'), 'the authors\'');
  const asked = server.requests.length;
  expect(await downloadSet('pvt-tiny', { folder, endpoint: server.url })).toMatchObject({ state: 'present', source: null });
  expect(server.requests).toHaveLength(asked);
});

test('of PVT that file is fetched which the repository lists', async () => {
  const pvt = await startHubServer({ 'Zetatech/pvt-tiny-224': { commit, files: { 'pytorch_model.bin': model } }, 'Zetatech/pvt-small-224': { commit, files: { 'notes.txt': model } } });
  expect((await downloadSet('pvt-tiny', { folder, endpoint: pvt.url })).files).toEqual([{ file: 'pytorch_model.bin', bytes: model.length, sha256: sha256(model) }]);
  await expect(downloadSet('pvt-small', { folder, endpoint: pvt.url })).rejects.toMatchObject({ message: expect.stringContaining('lists no model.safetensors or pytorch_model.bin'), remedy: expect.stringContaining('pvt_small.pth') });
  await pvt.stop();
});

test('of several that ask at once one fetches and the others wait', async () => {
  server.fileFault = { kind: 'slow', piece: 200_000 };
  const waits: number[] = [];
  const views = await Promise.all([0, 1, 2].map((one) => get({ onWait: () => waits.push(one) })));
  expect(views.map(({ state }) => state)).toEqual(['present', 'present', 'present']);
  await expectWhole();
  expect(server.requests.filter(({ path: one }) => one.startsWith('/cdn/'))).toHaveLength(1);
  expect(waits).toHaveLength(2);
});

test('the lock of a process that is gone holds nobody up', async () => {
  await mkdir(own);
  await writeFile(path.join(own, 'download.lock'), `${2 ** 22 + 1} ${os.hostname()} 1`);
  await get();
  await expectWhole();
});
