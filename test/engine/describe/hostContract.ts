import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HostConfig } from '../../../engine/describe/describerConfig.ts';
import type { HostClient } from '../../../engine/describe/hostClient.ts';
import { fullModelName } from '../../../engine/describe/modelReplies.ts';
import { createHostClient } from '../../../engine/describe/ollamaClient.ts';

export interface ContractTarget {
  readonly host: HostConfig;
  /** One that is there and takes pictures. */
  readonly model: string;
}

const options = { temperature: 0, num_ctx: 4096, num_predict: 120, seed: 7 };
const never = new AbortController().signal;

/** A red disc on white, as PNG. */
export const disc = () => sharp({ create: { width: 96, height: 96, channels: 3, background: '#ffffff' } })
  .composite([{ input: Buffer.from('<svg width="96" height="96"><circle cx="48" cy="48" r="36" fill="#d02020"/></svg>') }]).png().toBuffer();

/** What Sticker Lab expects of an Ollama: of the tests' server, and of a real one where `npm run test:ollama` finds it. */
export function checkContract(open: () => Promise<ContractTarget>): void {
  let client: HostClient;
  let model: string;
  let picture: Uint8Array;
  beforeAll(async () => {
    const target = await open();
    model = target.model;
    client = createHostClient(target.host, { answerLimit: 600, loadLimit: 900 });
    picture = await disc();
  });
  afterAll(async () => {
    await client.close();
  });
  const ask = (content: string) => [{ role: 'user' as const, content, images: [picture] }];

  test('tells its version', async () => {
    expect(await client.version(never)).toMatch(/^\d+\.\d+\.\d+/u);
  });

  test('lists the model with its digest, size and capabilities', async () => {
    const found = (await client.models(never)).find(({ name }) => fullModelName(name) === fullModelName(model));
    expect(found).toMatchObject({ digest: expect.stringMatching(/^[0-9a-f]{64}$/u), capabilities: expect.arrayContaining(['completion', 'vision']) });
    expect(found!.bytes).toBeGreaterThan(0);
  });

  test('loads the model, and lists it as loaded', async () => {
    await client.load(model, never, options);
    expect((await client.models(never)).find(({ name }) => fullModelName(name) === fullModelName(model))!.loaded).toBe(true);
  }, 900_000);

  test('streams an answer about a picture, which grows, and counts its tokens', async () => {
    const seen: string[] = [];
    const answer = await client.chat({ model, messages: ask('What do you see? One sentence.'), options }, never, (text) => seen.push(text));
    expect(answer.text.trim()).not.toBe('');
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every((text, index) => text.startsWith(seen[index - 1] ?? ''))).toBe(true);
    expect(seen.at(-1)).toBe(answer.text);
    expect(answer.promptTokens).toBeGreaterThan(0);
    expect(answer.answerTokens).toBeGreaterThan(0);
  }, 600_000);

  test('answers as JSON of a schema, with a picture', async () => {
    const format = { type: 'object', properties: { style: { type: 'string' }, roles: { type: 'string' } }, required: ['style', 'roles'] };
    const { text, ended } = await client.chat({ model, messages: ask('Describe the picture\'s style and its roles, in a few words each.'), format, options: { ...options, num_predict: 400 } }, never);
    expect(ended).toBe('stop');
    expect(JSON.parse(text)).toEqual({ style: expect.any(String), roles: expect.any(String) });
  }, 600_000);

  test('says that it lacks a model', async () => {
    const missing = 'sticker-lab-has-no-such-model:latest';
    await expect(client.chat({ model: missing, messages: ask('What is it?'), options }, never)).rejects.toMatchObject({ fault: 'model', message: expect.stringContaining(missing) });
    await expect(client.load(missing, never)).rejects.toMatchObject({ fault: 'model' });
  });

  test('a download of what is there ends with all its bytes', async () => {
    const seen: { completed: number; total: number }[] = [];
    await client.pull(model, never, ({ completed, total }) => seen.push({ completed, total }));
    expect(seen.at(-1)!.total).toBeGreaterThan(0);
    expect(seen.at(-1)!.completed).toBe(seen.at(-1)!.total);
  }, 600_000);

  test('an aborted question ends at once, and the next one is answered', async () => {
    const controller = new AbortController();
    const started = performance.now();
    const stopped = client.chat({ model, messages: ask('Tell a very long story about it.'), options: { ...options, num_predict: 2000 } }, controller.signal);
    setTimeout(() => controller.abort(new Error('enough')), 30);
    await expect(stopped).rejects.toThrow('enough');
    expect(performance.now() - started).toBeLessThan(2000);
    expect((await client.chat({ model, messages: ask('One word: what colour?'), options }, never)).text).not.toBe('');
  }, 600_000);
}
