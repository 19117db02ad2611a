import { afterEach, expect, test, vi } from 'vitest';
import { inspectHost } from '../../../engine/describe/inspectHost.ts';
import { isThisMachine } from '../../../engine/describe/thisMachine.ts';
import { textModel, thinkingModel, visionModel } from '../../support/ollamaModels.ts';
import { failureOf, never, openedHosts, question } from './openHost.ts';

const hosts = openedHosts();
afterEach(() => hosts.close());

const wanted = visionModel.name;
const here = { signal: never, installed: true };

test('ready: with its version and models, loaded or not', async () => {
  const { server, client } = await hosts.host();
  const first = await inspectHost(client, wanted, here);
  expect(first).toMatchObject({ state: 'ready', message: 'Ready; the model loads with the first question.', remedy: '', version: '0.33.0' });
  expect(first.models.map(({ name, vision }) => [name, vision])).toEqual([[wanted, true], [textModel.name, false], ['nomic-embed-text:latest', false]]);
  expect(server.loads).toEqual([]);
  await client.load(wanted, never);
  expect(await inspectHost(client, wanted, here)).toMatchObject({ state: 'ready', message: 'Ready; the model is loaded.' });
});

test('a name without a tag is the latest one', async () => {
  const { client } = await hosts.host({ models: [{ ...visionModel, name: 'own:latest' }] });
  expect((await inspectHost(client, 'own', here)).state).toBe('ready');
  expect((await inspectHost(client, 'own:7b', here)).state).toBe('noModel');
});

test('nothing listens here: stopped where Ollama is installed, absent where it is not', async () => {
  const { server, client } = await hosts.host();
  await server.stop();
  expect(await inspectHost(client, wanted, here)).toMatchObject({ state: 'stopped', remedy: 'Start it.', version: '', models: [] });
  expect(await inspectHost(client, wanted, { ...here, installed: false })).toMatchObject({ state: 'absent', remedy: expect.stringContaining('ollama.com/download') });
});

test('another machine that does not answer is unreachable, whatever is installed here', async () => {
  const client = hosts.client({ url: 'http://no-such-host.invalid:11434', headers: {} });
  expect(await inspectHost(client, wanted, here)).toMatchObject({ state: 'unreachable', message: expect.stringContaining('no-such-host.invalid:11434'), remedy: expect.stringContaining('OLLAMA_HOST=0.0.0.0') });
});

test('what is no Ollama is foreign, and says what it is', async () => {
  const { server, client } = await hosts.host();
  server.fault = { at: '*', kind: 'html' };
  expect(await inspectHost(client, wanted, here)).toMatchObject({ state: 'foreign', message: expect.stringContaining('web page') });
  server.fault = { at: '*', kind: 'redirect', to: 'http://elsewhere.example:8080/x' };
  expect(await inspectHost(client, wanted, here)).toMatchObject({ state: 'foreign', remedy: expect.stringContaining('http://elsewhere.example:8080.') });
  server.fault = { at: '/api/tags', kind: 'nonsense' };
  expect(await inspectHost(client, wanted, here)).toMatchObject({ state: 'foreign', version: '0.33.0' });
});

test.each([['0.4.7', 'tooOld'], ['0.1.48', 'tooOld'], ['0.5.0', 'ready'], ['0.5.13-rc1', 'ready'], ['1.0.0', 'ready'], ['0.0.0', 'ready']])('version %s is %s', async (version, state) => {
  const { client } = await hosts.host({ version });
  expect(await inspectHost(client, wanted, here)).toMatchObject({ state, version });
});

test('no model, or one without vision: those that are there and take pictures are named', async () => {
  const { server, client } = await hosts.host({ models: [textModel, thinkingModel] });
  expect(await inspectHost(client, wanted, here)).toMatchObject({ state: 'noModel', message: `The model ${wanted} is not there.`, remedy: `Download it, or choose one that is there: ${thinkingModel.name}.` });
  expect(await inspectHost(client, textModel.name, here)).toMatchObject({ state: 'noVision', remedy: `Choose one that is there: ${thinkingModel.name}.` });
  server.models.splice(1);
  expect(await inspectHost(client, textModel.name, here)).toMatchObject({ state: 'noVision', remedy: 'Choose another one, or download one that does.' });
});

test('a damaged model is no reason against its host: it alone can do nothing', async () => {
  const { server, client } = await hosts.host();
  server.fault = ({ path, body }) => (path === '/api/show' && body!['model'] === textModel.name ? { kind: 'status', at: '*', status: 500, body: JSON.stringify({ error: 'open blobs: no such file' }) } : null);
  const { state, models } = await inspectHost(client, visionModel.name, { signal: never, installed: false });
  expect(state).toBe('ready');
  expect(models.find(({ name }) => name === textModel.name)).toMatchObject({ vision: false });
});

test('loading and busy, as long as they last', async () => {
  const { server, client } = await hosts.host({ loadDelay: 500 });
  const loading = client.load(wanted, never);
  await vi.waitFor(() => expect(server.loads).toHaveLength(1));
  expect(await inspectHost(client, wanted, here)).toMatchObject({ state: 'loading', message: `The model ${wanted} is being loaded.` });
  await loading;
  expect((await inspectHost(client, wanted, here)).state).toBe('ready');
  server.fault = { kind: 'status', status: 503 };
  await failureOf(client.chat(question(), never));
  expect((await inspectHost(client, wanted, here)).state).toBe('busy');
});

test('an abort is no state', async () => {
  const { client } = await hosts.host();
  await expect(inspectHost(client, wanted, { ...here, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});

test.each([['http://localhost:11434', true], ['http://127.0.0.1', true], ['http://[::1]:11434', true], ['http://0.0.0.0:11434', true], ['http://no-such-host.invalid', false], ['http://192.0.2.7:11434', false], ['nowhere', false]])('%s is this machine: %s', (url, expected) => {
  expect(isThisMachine(url)).toBe(expected);
});
