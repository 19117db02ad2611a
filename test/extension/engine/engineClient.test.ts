import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultDescriber } from '../../../engine/describe/describerConfig.ts';
import { createEngineClient, type EngineClient } from '../../../extension/engine/engineClient.ts';
import { cliFile, serviceFile } from '../../engine/service/forkService.ts';
import { writeClassFolders } from '../../engine/service/writeClassFolders.ts';

let folder: string;
let root: string;
let client: EngineClient;
let gaveUp: Error[];
let lines: string[];
const create = (service: string, restartDelays: readonly number[]) => createEngineClient({
  service, cli: cliFile, log: (level, message) => lines.push(`${level} ${message}`), gaveUp: (error) => gaveUp.push(error), restartDelays,
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'client-'));
  root = path.join(folder, 'faces');
  gaveUp = [];
  lines = [];
  await writeClassFolders(root, 2);
});
afterEach(async () => {
  client.dispose();
  await rm(folder, { recursive: true, force: true });
});
const open = () => client.request('dataset/open', { root, fallbackStorage: path.join(folder, 'fallback') });

test('starts the service on the first request and passes its errors on', async () => {
  client = create(serviceFile, [10]);
  expect((await open()).stickers).toBe(6);
  await expect(client.request('sticker/read', { root, id: 'none', run: null })).rejects.toMatchObject({ name: 'StickerLabError', file: 'none', remedy: expect.stringContaining('reopen') });
});

test('after a crash the service is started again, and knows nothing until it is told', async () => {
  // The real service, killed once by a module loaded before it.
  const service = path.join(folder, 'dying.mts');
  await writeFile(service, `import '${serviceFile}';\nimport { existsSync, writeFileSync } from 'node:fs';\nconst mark = '${path.join(folder, 'died')}';
if (!existsSync(mark)) setTimeout(() => { writeFileSync(mark, ''); process.kill(process.pid, 'SIGKILL'); }, 1500);`);
  client = create(service, [10, 10]);
  const restarted = new Promise<void>((resolve) => client.onDidRestart(resolve));
  await open();
  await restarted;
  await expect(client.request('gallery/page', { root, filter: {}, run: null, offset: 0, limit: 1 })).rejects.toThrow('not open');
  expect((await open()).stickers).toBe(6);
  expect(lines.some((line) => line.includes('SIGKILL'))).toBe(true);
  expect(gaveUp).toEqual([]);
});

test('requests under way when it dies are answered with an error, and one that cannot start is given up', async () => {
  const service = path.join(folder, 'broken.mjs');
  await writeFile(service, 'setTimeout(() => process.exit(3), 50);');
  client = create(service, [10, 10]);
  await expect(open()).rejects.toMatchObject({ message: expect.stringContaining('stopped'), remedy: expect.stringMatching(/\w/u) });
  await expect.poll(() => gaveUp.map(({ message }) => message), { timeout: 10_000 }).toEqual(['The engine service keeps stopping.']);
});

test('processes of the service look for pretrained weights where the setting says, also after it has changed', async () => {
  const cli = path.join(folder, 'cli.mjs');
  await writeFile(cli, `process.stdout.write(JSON.stringify({ error: { message: String(process.env.STICKER_LAB_WEIGHTS), file: '', remedy: '' } }));\nprocess.exitCode = 1;`);
  client = createEngineClient({ service: serviceFile, cli, environment: () => ({ STICKER_LAB_WEIGHTS: '/first' }), log: () => {}, gaveUp: () => {}, restartDelays: [10] });
  const asked = () => client.request('map/compute', { run: folder, map: { split: 'test', sample: 'all', features: 'fused', method: 'pca', seed: 1 } });
  await expect(asked()).rejects.toThrow('/first');
  await client.request('weights/useFolder', { folder: '/second' });
  await expect(asked()).rejects.toThrow('/second');
});

test('every service that is started is introduced to before anything else is asked of it', async () => {
  // Answers with the requests it got, in their order; killed once.
  const service = path.join(folder, 'listing.mts');
  const rpc = import.meta.resolve('vscode-jsonrpc/node');
  await writeFile(service, `import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from '${rpc}';
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const asked = [];
connection.onRequest((method, params) => { asked.push([method, params]); if (method === 'runs/list' && params.root === 'die') process.exit(1); return asked; });
connection.listen();`);
  let who = 'Ann';
  client = createEngineClient({
    service, cli: cliFile, log: () => {}, gaveUp: (error) => gaveUp.push(error), restartDelays: [10],
    introduce: (request) => request('describer/configure', { config: defaultDescriber, who }),
  });
  const asked = async (folderName: string) => (await client.request('runs/list', { root: folderName }) as unknown as [string, { who?: string }][]).map(([method, params]) => [method, params.who]);
  expect(await asked('a')).toEqual([['describer/configure', 'Ann'], ['runs/list', undefined]]);
  who = 'Bob';
  const restarted = new Promise<void>((resolve) => client.onDidRestart(resolve));
  await expect(asked('die')).rejects.toThrow('stopped');
  await restarted;
  expect(await asked('a')).toEqual([['describer/configure', 'Bob'], ['runs/list', undefined]]);
});
