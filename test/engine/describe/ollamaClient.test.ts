import { afterEach, expect, test, vi } from 'vitest';
import { modelDigest, textModel, thinkingModel, visionModel } from '../../support/ollamaModels.ts';
import { failureOf, never, openedHosts, picture, question } from './openHost.ts';

const hosts = openedHosts();
afterEach(() => hosts.close());

const chatsOf = (requests: readonly { path: string; body: Record<string, unknown> | null }[]) =>
  requests.filter(({ path }) => path === '/api/chat').map(({ body }) => body as { messages: { images?: string[]; content: string }[]; options: object; [name: string]: unknown });

test('no headers come until the model is loaded: loading may take longer than an answer', async () => {
  const { server, client } = await hosts.host({ loadDelay: 900 }, { answerLimit: 0.2 });
  const answering = client.chat(question(), never);
  await vi.waitFor(() => expect(client.occupied).toBe('loading'));
  expect((await answering).text).toContain('style');
  expect(client.occupied).toBeNull();
  expect(server.loads).toEqual([{ model: visionModel.name, context: 8192 }]);
  expect(server.abortedLoads).toBe(0);
});

test('a model that was pushed out of memory meanwhile is waited for, listed as loaded though it is while it loads', async () => {
  const { server, client } = await hosts.host({}, { answerLimit: 0.2 });
  await client.chat(question(), never);
  server.evict();
  server.loadDelay = 1500;
  const answering = client.chat(question(), never);
  await vi.waitFor(async () => expect((await client.models(never))[0].loaded).toBe(true));
  expect((await answering).text).toContain('style');
  expect(server.loads).toHaveLength(2);
  expect(server.abortedLoads).toBe(0);
});

test('the load limit ends a load, the caller\'s abort too, and the server then stops loading', async () => {
  const { server, client } = await hosts.host({ loadDelay: 60_000 }, { loadLimit: 0.3 });
  expect(await failureOf(client.load(visionModel.name, never))).toMatchObject({ fault: 'host', message: expect.stringContaining('has not loaded llava:7b-v1.6-mistral after 0.3 s'), file: server.url });
  await vi.waitFor(() => expect(server.abortedLoads).toBe(1));
  const patient = hosts.client({ url: server.url, headers: {} });
  const controller = new AbortController();
  const started = performance.now();
  const loading = patient.chat(question(), controller.signal);
  await vi.waitFor(() => expect(server.loads).toHaveLength(2));
  controller.abort(new Error('enough'));
  await expect(loading).rejects.toThrow('enough');
  expect(performance.now() - started).toBeLessThan(1000);
  await vi.waitFor(() => expect(server.abortedLoads).toBe(2));
});

test('a model is loaded once for a batch, with its context, and kept for half an hour', async () => {
  const { server, client } = await hosts.host();
  await client.load(visionModel.name, never, question().options);
  for (let round = 0; round < 3; round++) await client.chat(question(), never);
  expect(server.loads).toEqual([{ model: visionModel.name, context: 8192 }]);
  expect(chatsOf(server.requests).map(({ keep_alive: kept }) => kept)).toEqual(['30m', '30m', '30m', '30m']);
  await client.chat(question({ options: { num_ctx: 4096 } }), never);
  expect(server.loads.map(({ context }) => context)).toEqual([8192, 4096]);
});

test('options go inside options, pictures as base64, and no empty list of them', async () => {
  const { server, client } = await hosts.host();
  const messages = [{ role: 'system' as const, content: 'You look at stickers.', images: [] }, { role: 'user' as const, content: '/etc/hosts', images: [picture] }];
  const before = structuredClone(messages);
  await client.chat(question({ messages, options: { num_ctx: 8192, temperature: 0, seed: 9 } }), never);
  const asked = chatsOf(server.requests).at(-1)!;
  expect(asked.options).toEqual({ num_ctx: 8192, temperature: 0, seed: 9 });
  expect(asked).not.toHaveProperty('seed');
  expect(asked.stream).toBe(true);
  expect(asked.messages).toEqual([{ role: 'system', content: 'You look at stickers.' }, { role: 'user', content: '/etc/hosts', images: [Buffer.from(picture).toString('base64')] }]);
  expect(messages).toEqual(before);
});

test('a schema goes with a picture, and its properties come back', async () => {
  const { client } = await hosts.host();
  const { text } = await client.chat(question({ format: { type: 'object', properties: { intention: { type: 'string' }, details: { type: 'string' } }, required: ['intention', 'details'] } }), never);
  expect(Object.keys(JSON.parse(text) as object)).toEqual(['intention', 'details']);
});

test('answers tell what they took, and when they were cut off', async () => {
  const { client } = await hosts.host();
  const whole = await client.chat(question(), never);
  expect(whole.ended).toBe('stop');
  expect(whole.promptTokens).toBeGreaterThan(576);
  const cut = await client.chat(question({ options: { num_ctx: 8192, num_predict: 8 } }), never);
  expect(cut).toMatchObject({ ended: 'length', answerTokens: 8 });
  expect(whole.text.startsWith(cut.text)).toBe(true);
});

test.each([1, 7])('lines and characters may be cut every %i bytes', async (cutEvery) => {
  const { server, client } = await hosts.host();
  const text = 'Eine Katze lächelt: 猫が笑う 😀, "quoted" \\ and\nin two lines.';
  server.answer = () => text;
  server.cutEvery = cutEvery;
  const seen: string[] = [];
  expect((await client.chat(question(), never, (part) => seen.push(part))).text).toBe(text);
  expect(seen.every((part) => text.startsWith(part))).toBe(true);
});

test('thinking is switched off where a model thinks, and not mentioned to others', async () => {
  const { server, client } = await hosts.host({ models: [visionModel, thinkingModel] });
  const { text } = await client.chat(question({ model: thinkingModel.name }), never);
  expect(text).not.toContain('Let me look');
  await client.chat(question(), never);
  expect(chatsOf(server.requests).filter(({ messages }) => messages.length > 0).map(({ think }) => think)).toEqual([false, undefined]);
});

test('a model without vision is not shown pictures: it would answer that it sees none', async () => {
  const { server, client } = await hosts.host();
  expect(await failureOf(client.chat(question({ model: textModel.name }), never))).toMatchObject({ fault: 'model', message: `The model ${textModel.name} takes no pictures.` });
  expect(chatsOf(server.requests)).toEqual([]);
});

test('formats the server does not take are this request\'s fault', async () => {
  const { client } = await hosts.host();
  const webp = new Uint8Array(Buffer.from('RIFF....WEBP'));
  expect(await failureOf(client.chat(question({ messages: [{ role: 'user', content: 'Style?', images: [webp] }] }), never))).toMatchObject({ fault: 'request', message: expect.stringContaining('image: unknown format') });
  expect((await client.chat(question(), never)).text).not.toBe('');
});

test('one answer at a time by default, a full queue answers 503', async () => {
  const { server, client } = await hosts.host({ delay: 100, maxQueue: 1 });
  const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => client.chat(question(), never)));
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  expect(refused).toHaveLength(2);
  for (const reason of refused) expect(reason).toMatchObject({ fault: 'busy', message: expect.stringContaining('server busy, please try again') });
  expect(server.mostActive).toBe(1);
  expect(server.answers).toBe(2);
});

test('being busy is remembered for a while, and forgotten with the next answer', async () => {
  const { server, client } = await hosts.host();
  server.fault = { kind: 'status', status: 503, body: '{"error":"server busy, please try again.  maximum pending requests exceeded"}' };
  await failureOf(client.chat(question(), never));
  expect(client.occupied).toBe('busy');
  server.fault = null;
  await client.chat(question(), never);
  expect(client.occupied).toBeNull();
});

test('an abort ends the question on the server too, before its first byte', async () => {
  const { server, client } = await hosts.host({ delay: 60_000 });
  const controller = new AbortController();
  const asking = client.chat(question(), controller.signal);
  await vi.waitFor(() => expect(chatsOf(server.requests).some(({ messages }) => messages.length > 0)).toBe(true));
  controller.abort(new Error('enough'));
  await expect(asking).rejects.toThrow('enough');
  await vi.waitFor(() => expect(server.requests.at(-1)!.aborted).toBe(true));
  await expect(client.version(controller.signal)).rejects.toThrow('enough');
});

test('models come with digest, size, capabilities and whether they are loaded', async () => {
  const { client } = await hosts.host();
  await client.load(visionModel.name, never);
  expect((await client.models(never)).slice(0, 2)).toEqual([
    { name: visionModel.name, digest: modelDigest(visionModel), bytes: 4_733_363_377, parameters: '7B', quantization: 'Q4_0', capabilities: ['completion', 'vision'], loaded: true },
    { name: textModel.name, digest: modelDigest(textModel), bytes: 4_113_301_824, parameters: '7.2B', quantization: 'Q4_0', capabilities: ['completion', 'tools'], loaded: false },
  ]);
});

test('capabilities are asked again when a model has changed', async () => {
  const { server, client } = await hosts.host({ models: [{ ...textModel, name: 'own:latest' }] });
  expect((await client.models(never))[0].capabilities).not.toContain('vision');
  server.models[0] = { ...visionModel, name: 'own:latest', content: 'new' };
  expect((await client.models(never))[0].capabilities).toContain('vision');
  expect((await client.chat(question({ model: 'own' }), never)).text).toContain('style');
});

test('versions that do not tell capabilities: a projector means pictures', async () => {
  const { client } = await hosts.host({ version: '0.5.7' });
  expect((await client.models(never)).map(({ capabilities }) => capabilities.includes('vision'))).toEqual([true, false, false]);
});

test('headers and a path in front of /api are kept', async () => {
  const { server } = await hosts.host({ prefix: '/ollama', authorization: 'Bearer secret' });
  const client = hosts.client({ url: `${server.url}/`, headers: { authorization: 'Bearer secret', 'x-team': 'stickers' } });
  expect((await client.chat(question(), never)).text).toContain('style');
  await client.pull(visionModel.name, never, () => undefined);
  expect(new Set(server.requests.map(({ headers }) => headers['x-team']))).toEqual(new Set(['stickers']));
  expect(await failureOf(hosts.client({ url: server.url, headers: {} }).version(never))).toMatchObject({ fault: 'host', message: expect.stringContaining('asks who you are (401)'), remedy: expect.stringContaining('Authorization') });
});
