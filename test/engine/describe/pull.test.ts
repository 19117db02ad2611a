import { afterEach, expect, test, vi } from 'vitest';
import type { PullProgress } from '../../../engine/describe/hostClient.ts';
import { textModel, visionModel } from '../../support/ollamaModels.ts';
import { failureOf, never, openedHosts, question } from './openHost.ts';

const hosts = openedHosts();
afterEach(() => hosts.close());

const bytes = visionModel.bytes!;
const open = () => hosts.host({ models: [textModel], registry: [visionModel] });

test('progress is the sum over all layers, never less than before, and ends with the model\'s bytes', async () => {
  const { server, client } = await open();
  const seen: PullProgress[] = [];
  await client.pull(visionModel.name, never, (progress) => seen.push(progress));
  const completed = seen.map((one) => one.completed);
  expect(completed).toEqual(completed.toSorted((a, b) => a - b));
  expect(completed.filter((one) => one > 0 && one < bytes).length).toBeGreaterThan(10);
  expect(seen.at(-1)).toEqual({ status: 'success', completed: bytes, total: bytes });
  expect(seen.map(({ status }) => status)).toEqual(expect.arrayContaining(['pulling manifest', 'verifying sha256 digest', 'writing manifest']));
  expect(server.requests.at(-1)!.body).toMatchObject({ stream: true });
  expect((await client.chat(question(), never)).text).not.toBe('');
});

test('a cancelled download stops, and goes on from there', async () => {
  const { server, client } = await open();
  server.pull.stepDelay = 20;
  server.pull.steps = 50;
  const controller = new AbortController();
  let reached = 0;
  const stopped = client.pull(visionModel.name, controller.signal, ({ completed }) => {
    reached = completed;
    if (completed > bytes / 4) controller.abort(new Error('enough'));
  });
  await expect(stopped).rejects.toThrow('enough');
  await vi.waitFor(() => expect(server.requests.at(-1)!.aborted).toBe(true));
  server.pull.stepDelay = 0;
  const seen: number[] = [];
  await client.pull(visionModel.name, never, ({ completed }) => seen.push(completed));
  expect(seen.find((one) => one > 0)).toBeGreaterThanOrEqual(reached);
  expect(seen.at(-1)).toBe(bytes);
});

test.each([
  ['max retries exceeded: dial tcp: lookup registry.ollama.ai: no such host', 'host', /stopped: max retries exceeded/u, /what is there is kept/u],
  ['write /root/.ollama/models/blobs/x: no space left on device', 'host', /no space left/u, /Make room/u],
  ['pull model manifest: 412: The model you are attempting to pull requires a newer version of Ollama', 'model', /needs a newer Ollama/u, /Update Ollama/u],
] as const)('a late error line, with status 200: %s', async (message, fault, said, remedy) => {
  const { server, client } = await open();
  server.pull.error = { after: 3, message };
  server.pull.stepDelay = 10;
  const seen: PullProgress[] = [];
  expect(await failureOf(client.pull(visionModel.name, never, (progress) => seen.push(progress)))).toMatchObject({ fault, message: expect.stringMatching(said), remedy: expect.stringMatching(remedy) });
  expect(seen.at(-1)!.completed).toBeGreaterThan(0);
  expect((await client.models(never)).map(({ name }) => name)).toEqual([textModel.name]);
});

test('a name the library does not know, and an error before the first line', async () => {
  const { server, client } = await open();
  expect(await failureOf(client.pull('lava:7b', never, () => undefined))).toMatchObject({ fault: 'model', message: 'The Ollama library has no model lava:7b.' });
  server.fault = { at: '/api/pull', kind: 'status', status: 500, body: '{"error":"mkdir /models: permission denied"}' };
  expect(await failureOf(client.pull(visionModel.name, never, () => undefined))).toMatchObject({ fault: 'host', message: expect.stringContaining('permission denied') });
});

test('a download may have more lines than an answer may have bytes', async () => {
  const { server, client } = await open();
  server.pull.steps = 30_000;
  let lines = 0;
  await client.pull(visionModel.name, never, () => (lines += 1));
  expect(lines * 120).toBeGreaterThan(8 << 20);
});
