import { expect, onTestFinished, test } from 'vitest';
import { defaultDescriber } from '../../../engine/describe/describerConfig.ts';
import { createDescriber } from '../../../engine/service/describer.ts';
import { visionModel } from '../../support/ollamaModels.ts';
import { startOllamaServer } from '../../support/ollamaServer.ts';
import { failureOf, never, question } from '../describe/openHost.ts';
import { forkService } from './forkService.ts';

async function describing() {
  const server = await startOllamaServer({ delay: 300 });
  onTestFinished(() => server.stop());
  const { describer, handlers, dispose } = createDescriber(() => {});
  onTestFinished(dispose);
  const host = { url: server.url, headers: {} };
  const configure = (more: Partial<typeof defaultDescriber>) => handlers['describer/configure']({ config: { ...defaultDescriber, hosts: [host], ...more }, who: 'me' }, never);
  await configure({});
  return { server, host, configure, client: describer.clients[0], describer };
}

test('a client outlives a change of the settings: what is under way comes to its end, what follows goes by the new ones', async () => {
  const { server, host, configure, client, describer } = await describing();
  const underWay = client.chat(question(), never);
  await expect.poll(() => server.requests.length, { timeout: 20_000 }).toBeGreaterThan(2);
  await configure({ seed: 5, answerLimit: 60, hosts: [{ ...host, headers: { 'x-pass': 'new' } }] });
  expect((await underWay).text).not.toBe('');
  expect((await client.chat(question(), never)).text).not.toBe('');
  expect(server.requests.at(-1)!.headers['x-pass']).toBe('new');
  expect(describer.clients[0]).toBe(client);
});

test('a host that is no longer named says so', async () => {
  const { configure, client } = await describing();
  await configure({ hosts: [] });
  expect(await failureOf(client.chat(question(), never))).toMatchObject({ fault: 'model', message: expect.stringContaining('no longer among the Ollama hosts') });
});

test('a download is told of a few times a second, however often the host does, and once it is over', async () => {
  const server = await startOllamaServer({ models: [], registry: [visionModel] });
  server.pull.steps = 40;
  server.pull.stepDelay = 5;
  const service = forkService();
  try {
    await service.request('describer/configure', { config: { ...defaultDescriber, hosts: [{ url: server.url, headers: {} }] }, who: 'me' });
    const told = service.collect('hosts/didChange');
    const started = performance.now();
    await service.request('hosts/pull', { url: server.url, model: visionModel.name });
    const pulls = told.map(({ hosts }) => hosts[0].pull).filter((pull) => pull !== null);
    expect(pulls.length).toBeGreaterThan(0);
    expect(pulls.length).toBeLessThanOrEqual((performance.now() - started) / 250);
    expect(told.at(-1)!.hosts[0]).toMatchObject({ pull: null, state: 'ready' });
  } finally {
    await service.stop();
    await server.stop();
  }
});
