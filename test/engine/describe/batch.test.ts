import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { views } from '../../../engine/dataset/sticker.ts';
import { runBatch, type BatchGround, type BatchJob } from '../../../engine/describe/batch.ts';
import { createBatchConfig, type BatchConfig, type BatchPolicy } from '../../../engine/describe/batchConfig.ts';
import { defaultDescriber, defaultModel } from '../../../engine/describe/describerConfig.ts';
import { createHostClient } from '../../../engine/describe/ollamaClient.ts';
import { planBatch, timeHost } from '../../../engine/describe/planBatch.ts';
import { usualPrompts } from '../../../engine/describe/prompts.ts';
import { startOllamaServer, type OllamaServer, type OllamaServerOptions } from '../../support/ollamaServer.ts';
import { openGround, testFolder, textsOf, writePlainDataset } from './describedDataset.ts';

async function serve(options: OllamaServerOptions = {}): Promise<OllamaServer> {
  const server = await startOllamaServer(options);
  onTestFinished(() => server.stop());
  return server;
}

const clientOf = (url: string) => {
  const client = createHostClient({ url, headers: {} }, { answerLimit: 5, loadLimit: 5 });
  onTestFinished(() => client.close());
  return client;
};

const never = new AbortController().signal;
const configOf = (policy: BatchPolicy = 'missing', more: Partial<BatchConfig> = {}): BatchConfig => ({ ...createBatchConfig(policy, defaultDescriber, usualPrompts), ...more });

function jobOf(ground: BatchGround, servers: readonly { readonly url: string }[], config = configOf(), concurrency = 1): BatchJob {
  const record = ground.batches.add(ground.dataset.stickers.map(({ id }) => id), config);
  return { record, config, digests: new Set(), onChange: () => {}, hosts: servers.map(({ url }) => ({ client: clientOf(url), concurrency })) };
}

async function open(count: number) {
  const dataset = await writePlainDataset(count);
  const ground = await openGround(dataset, await testFolder());
  onTestFinished(() => ground.descriptions.close());
  return ground;
}

const chats = (server: OllamaServer) => server.requests.filter(({ path: at, body }) => at === '/api/chat' && (body!['messages'] as unknown[]).length > 0);
const states = (ground: BatchGround) => [...textsOf(ground).values()].map((text) => text.split(' ')[0]);

test('a conversation of four rounds: the picture once, each question after the earlier answers, provenance with each text', async () => {
  const server = await serve();
  const ground = await open(1);
  const run = runBatch(ground, jobOf(ground, [server]));
  await run.finished;
  const asked = chats(server).map(({ body }) => body as { messages: { role: string; content: string; images?: string[] }[]; options: Record<string, number>; stream: boolean });
  expect(asked.map(({ messages }) => messages.map(({ role }) => role[0]).join(''))).toEqual(['su', 'suau', 'suauau', 'suauauau']);
  expect(asked[3].messages.map(({ images }) => images?.length ?? 0)).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
  const texts = views.map((view) => ground.table.read('0.png', view).text);
  expect(asked[3].messages.filter(({ role }) => role === 'assistant').map(({ content }) => content)).toEqual(texts.slice(0, 3));
  expect(asked[0].messages[1].content).toContain('"text 0"');
  const picture = await sharp(Buffer.from(asked[0].messages[1].images![0], 'base64')).metadata();
  expect(picture).toMatchObject({ format: 'png', width: 40, channels: 3 });
  const [{ origin, state, who }] = ground.descriptions.history('0.png', 'roles');
  expect({ state, who }).toEqual({ state: 'generated', who: defaultModel });
  expect(origin).toMatchObject({ host: server.url, model: defaultModel, mode: 'rounds', seed: asked[2].options['seed'], options: defaultDescriber.options });
  expect(origin!.digest).toMatch(/^[0-9a-f]{12,}$/u);
  expect(JSON.parse(ground.descriptions.prompts(origin!.prompt)!)).toEqual(usualPrompts);
  expect(new Set(asked.map(({ options }) => options['seed'])).size).toBe(4);
  expect(run.progress()).toMatchObject({ total: 1, done: 1, failed: 0, skipped: 0, active: [] });
});

test('a structured call gives all four at once', async () => {
  const server = await serve();
  const ground = await open(3);
  await runBatch(ground, jobOf(ground, [server], configOf('missing', { mode: 'structured' }))).finished;
  expect(chats(server)).toHaveLength(3);
  expect(states(ground)).toEqual(Array(12).fill('generated'));
});

test('only what is missing is asked for, and what is there stands in the conversation', async () => {
  const server = await serve();
  const ground = await open(1);
  ground.descriptions.change({ title: 'Edit', who: 'me', continues: null }, [{ sticker: '0.png', view: 'intention', text: 'My own words.', state: 'edited', generation: null, basedOn: 0 }]);
  ground.onWritten();
  await runBatch(ground, jobOf(ground, [server])).finished;
  const asked = chats(server).map(({ body }) => (body!['messages'] as { content: string }[]));
  expect(asked).toHaveLength(3);
  expect(asked[0][2].content).toBe('My own words.');
  expect(states(ground)).toEqual(['edited', 'generated', 'generated', 'generated']);
});

test.each([
  ['a refusal', 'I\'m sorry, but I cannot see any image in our conversation.', /refus|see/iu],
  ['an empty answer', '  ', /empty|no text/iu],
  ['a loop', Array(40).fill('The cat is happy.').join(' '), /again|repeat|loop/iu],
  ['an answer that was cut off', { text: 'The sticker shows a cat that is about to', ended: 'length' as const }, /cut/iu],
])('%s is tried again with other seeds, listed, and never stored', async (_, bad, reason) => {
  const server = await serve({ answer: ({ text }) => (/style/iu.test(text) ? bad : undefined) });
  const ground = await open(2);
  const run = runBatch(ground, jobOf(ground, [server]));
  await run.finished;
  expect(states(ground)).toEqual(['generated', 'missing', 'generated', 'generated', 'generated', 'missing', 'generated', 'generated']);
  const { failed, failures } = run.progress();
  expect(failed).toBe(2);
  expect(failures.map(({ sticker, view, tries }) => [sticker, view, tries])).toEqual([['0.png', 'style', 3], ['1.png', 'style', 3]]);
  expect(failures[0].reason).toMatch(reason);
  const seeds = chats(server).filter(({ body }) => /style/iu.test((body!['messages'] as { content: string }[]).at(-1)!.content)).map(({ body }) => (body!['options'] as { seed: number }).seed);
  expect(new Set(seeds).size).toBe(6);
});

test('a good answer after a bad one is taken', async () => {
  let asked = 0;
  const server = await serve({ answer: () => (asked++ === 0 ? 'I cannot view images.' : undefined) });
  const ground = await open(1);
  await runBatch(ground, jobOf(ground, [server])).finished;
  expect(states(ground)).toEqual(Array(4).fill('generated'));
});

test('broken pictures are listed and cost no other sticker', async () => {
  const server = await serve();
  const ground = await open(3);
  await writeFile(path.join(ground.dataset.root, '1.png'), 'no picture');
  const run = runBatch(ground, jobOf(ground, [server]));
  await run.finished;
  expect(run.progress()).toMatchObject({ done: 2, failed: 1 });
  expect(run.progress().failures[0]).toMatchObject({ sticker: '1.png', view: null, reason: 'The file is not a picture in a known format.' });
});

test('policies: generated texts only of another prompt or model, or all of them; a person\'s never', async () => {
  const server = await serve();
  const ground = await open(4);
  await runBatch(ground, jobOf(ground, [server])).finished;
  const edit = (id: string, state: 'edited' | 'accepted' | 'rejected') => {
    const { text, present } = ground.table.read(id, 'style');
    ground.descriptions.change({ title: 'Edit', who: 'me', continues: null }, [{ sticker: id, view: 'style', text: state === 'edited' ? 'Mine.' : text, state, generation: state === 'edited' ? null : present!.generation, basedOn: present!.id }]);
    ground.onWritten();
  };
  edit('0.png', 'edited');
  edit('1.png', 'accepted');
  edit('2.png', 'rejected');
  const before = textsOf(ground);
  const changed = () => [...textsOf(ground)].filter(([key, text]) => before.get(key) !== text).map(([key]) => key);
  const otherStyle = { ...usualPrompts, rounds: { ...usualPrompts.rounds, details: 'Which gesture do you see? Say it in one sentence.' } };

  await runBatch(ground, jobOf(ground, [server], configOf('stale'))).finished;
  await runBatch(ground, jobOf(ground, [server], configOf('skip'))).finished;
  expect(changed()).toEqual([]);
  await runBatch(ground, jobOf(ground, [server], configOf('missing'))).finished;
  expect(changed()).toEqual(['2.png style']);
  await runBatch(ground, jobOf(ground, [server], configOf('stale', { prompts: otherStyle }))).finished;
  expect(changed()).toEqual(['0.png details', '1.png details', '2.png style', '2.png details', '3.png details']);
  const asked = server.answers;
  await runBatch(ground, jobOf(ground, [server], configOf('generated', { prompts: otherStyle }))).finished;
  expect(server.answers - asked).toBe(14);
  expect(ground.table.read('0.png', 'style')).toMatchObject({ text: 'Mine.', state: 'edited' });
  expect(ground.table.read('1.png', 'style').state).toBe('accepted');
});

test('skip describes stickers without any text alone, and goes on with those it has begun', async () => {
  const server = await serve({ delay: 10 });
  const ground = await open(3);
  ground.descriptions.change({ title: 'Edit', who: 'me', continues: null }, [{ sticker: '1.png', view: 'roles', text: 'Mine.', state: 'edited', generation: null, basedOn: 0 }]);
  ground.onWritten();
  const job = jobOf(ground, [server], configOf('skip'));
  const begun = runBatch(ground, job);
  await expect.poll(() => server.answers).toBeGreaterThan(0);
  begun.pause();
  await begun.finished;
  await runBatch(ground, job).finished;
  expect(states(ground)).toEqual([...Array(4).fill('generated'), 'missing', 'missing', 'edited', 'missing', ...Array(4).fill('generated')]);
});

test('what a person writes while a batch is under way is not written over', async () => {
  const server = await serve({ delay: 150 });
  const ground = await open(1);
  const run = runBatch(ground, jobOf(ground, [server]));
  await expect.poll(() => chats(server).length).toBeGreaterThan(0);
  ground.descriptions.change({ title: 'Edit', who: 'me', continues: null }, [{ sticker: '0.png', view: 'details', text: 'Written meanwhile.', state: 'edited', generation: null, basedOn: 0 }]);
  await run.finished;
  ground.onWritten();
  expect(ground.table.read('0.png', 'details')).toMatchObject({ text: 'Written meanwhile.', state: 'edited' });
  expect(ground.descriptions.history('0.png', 'details')).toHaveLength(1);
});

test('paused and gone on with, no answer is asked for twice', async () => {
  const server = await serve({ delay: 5 });
  const ground = await open(12);
  const job = jobOf(ground, [server], configOf(), 2);
  const first = runBatch(ground, job);
  await expect.poll(() => server.answers).toBeGreaterThan(9);
  first.pause();
  await first.finished;
  const stored = states(ground).filter((state) => state === 'generated').length;
  expect(stored).toBe(server.answers);
  expect(stored).toBeLessThan(48);
  await runBatch(ground, job).finished;
  expect(states(ground)).toEqual(Array(48).fill('generated'));
  expect(chats(server)).toHaveLength(48);
});

test('two hosts share; one dies in the middle and loses nothing', async () => {
  const [a, b] = [await serve({ delay: 5 }), await serve({ delay: 5 })];
  const ground = await open(16);
  const run = runBatch(ground, jobOf(ground, [a, b]));
  await expect.poll(() => b.answers).toBeGreaterThan(6);
  await b.stop();
  await run.finished;
  expect(states(ground)).toEqual(Array(64).fill('generated'));
  expect(run.progress().hosts[1].trouble).toContain(new URL(b.url).host);
  // What had been answered stays: the sticker in hand is gone on with by the other host.
  expect(chats(a).length + b.answers).toBeLessThanOrEqual(64 + 2);
});

test('another process cannot work on the same batch', async () => {
  const server = await serve({ delay: 20 });
  const ground = await open(2);
  const job = jobOf(ground, [server]);
  const owner = { pid: 1, host: (await import('node:os')).hostname(), at: new Date().toISOString() };
  ground.batches.claim(job.record.id, owner);
  expect(() => runBatch(ground, job)).toThrow(/Another process \(1 on/u);
});

test('the plan times a dozen stickers on each host, keeps their texts, and leaves out a host that fails', async () => {
  const [one, four] = [await serve({ delay: 20, parallel: 1 }), await serve({ delay: 20, parallel: 4 })];
  const ground = await open(60);
  const { record, config, digests } = jobOf(ground, []);
  const plan = await planBatch(ground, { record, config, digests }, [clientOf(one.url), clientOf(four.url), clientOf('http://127.0.0.1:9')], never, () => {});
  expect(plan.hosts.map(({ trouble }) => trouble === '')).toEqual([true, true, false]);
  expect(plan.timed).toBe(states(ground).filter((state) => state === 'generated').length / 4);
  expect(plan.timed).toBeLessThanOrEqual(24);
  expect(plan.stickers).toBe(60 - plan.timed);
  expect(plan.texts).toBe(4 * plan.stickers);
  expect(plan.secondsPerSticker).toBeLessThan(Math.min(plan.hosts[0].secondsPerSticker, plan.hosts[1].secondsPerSticker));
  expect(plan.hours).toBeCloseTo((plan.stickers * plan.secondsPerSticker) / 3600);
});

test.each([
  ['one that only queues', [1, 1, 1.05], 1, 1],
  ['two at once', [1, 0.6, 0.58], 2, 0.6],
  ['four at once', [1, 0.5, 0.3], 4, 0.3],
  // A processor is slower with several: nothing above is tried.
  ['slower with more', [1, 3, 0.1], 1, 1],
])('the concurrency of a host: %s', async (_, seconds, concurrency, secondsPerSticker) => {
  const tried: number[] = [];
  const planned = await timeHost('http://a', async (at, stickers) => {
    tried.push(at);
    return { seconds: seconds[at === 4 ? 2 : at - 1] * stickers, done: stickers, trouble: '' };
  });
  expect(planned).toEqual({ url: 'http://a', concurrency, secondsPerSticker: expect.closeTo(secondsPerSticker), trouble: '' });
  expect(tried).toEqual(concurrency === 1 ? [1, 1, 2] : [1, 1, 2, 4]);
});

test('the same seed asks with the same seeds, another one with others', async () => {
  const server = await serve();
  const ground = await open(2);
  const seedsOf = async (seed: number) => {
    const from = chats(server).length;
    await runBatch(ground, jobOf(ground, [server], configOf('generated', { seed }))).finished;
    return createHash('sha256').update(JSON.stringify(chats(server).slice(from).map(({ body }) => (body!['options'] as { seed: number }).seed))).digest('hex');
  };
  const first = await seedsOf(1);
  expect(await seedsOf(1)).toBe(first);
  expect(await seedsOf(2)).not.toBe(first);
});
