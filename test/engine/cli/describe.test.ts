import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { formatPrompts } from '../../../engine/describe/promptFile.ts';
import { usualPrompts } from '../../../engine/describe/prompts.ts';
import { openDescriptionStore } from '../../../engine/store/openDescriptionStore.ts';
import { readDescribedDataset } from '../../../engine/store/readDescribedDataset.ts';
import { runCommand, startCommand } from '../../support/commandLine.ts';
import { writeLineDataset } from '../../support/lineDataset.ts';
import { startOllamaServer, type OllamaServerOptions } from '../../support/ollamaServer.ts';
import { plainStickers, testFolder } from '../describe/describedDataset.ts';

async function serve(options: OllamaServerOptions = {}) {
  const server = await startOllamaServer(options);
  onTestFinished(() => server.stop());
  return server;
}

async function dataset(count: number) {
  const root = path.join(await testFolder(), 'd');
  await writeLineDataset(root, plainStickers(count));
  return root;
}

const described = async (root: string) => (await readDescribedDataset(root)).stickers.filter(({ descriptions }) => Object.keys(descriptions).length === 4).length;

test('describe times, describes, lists failures, and export writes what it wrote', async () => {
  const root = await dataset(20);
  await writeFile(path.join(root, '7.png'), 'no picture');
  const server = await serve();
  const { code, stdout, stderr } = await runCommand(['describe', root, '--host', server.url, '--json']);
  expect([code, stderr]).toEqual([0, expect.stringMatching(/at once, [\d.]+ s a sticker[\s\S]*\d+ stickers, \d+ texts: about/u)]);
  const report = JSON.parse(stdout) as { secondsPerSticker: number };
  expect(report).toMatchObject({ done: 19, skipped: 0, failed: [{ id: '7.png', view: null, reason: 'The file is not a picture in a known format.' }] });
  expect(await described(root)).toBe(19);
  const { descriptions, batches } = await openDescriptionStore(path.join(root, '.sticker-lab'));
  expect(batches.newest()).toMatchObject({ state: 'done', config: { hosts: [{ url: server.url, concurrency: expect.any(Number) }] } });
  descriptions.close();

  const again = await runCommand(['describe', root, '--host', server.url, '--json', '--concurrency', '2']);
  expect(JSON.parse(again.stdout)).toMatchObject({ done: 0, skipped: 19, failed: [{ id: '7.png' }] });
  const out = path.join(path.dirname(root), 'out.jsonl');
  expect((await runCommand(['export', root, '--format', 'jsonl', '--out', out])).code).toBe(0);
  const reread = await readDescribedDataset(root);
  expect(reread.stickers[0].descriptions.intention).toMatch(/^A person who sends this sticker/u);
});

test('a filter chooses; it takes splits, labels, states and words', async () => {
  const root = await dataset(6);
  const server = await serve();
  const only = await runCommand(['describe', root, '--host', server.url, '--concurrency', '1', '--filter', 'label:joy "text 3"', '--json']);
  expect(JSON.parse(only.stdout)).toMatchObject({ done: 1, skipped: 0, failed: [] });
  const wrong = await runCommand(['describe', root, '--host', server.url, '--filter', 'label:happy']);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--filter label: takes')]);
});

test('interrupted it says so, and the same command goes on', async () => {
  const root = await dataset(30);
  const server = await serve({ delay: 20 });
  const command = startCommand(['describe', root, '--host', server.url, '--concurrency', '1']);
  await expect.poll(() => server.answers, { timeout: 20_000 }).toBeGreaterThan(12);
  command.kill('SIGINT');
  const { code, stderr } = await command.ended;
  expect([code, stderr]).toEqual([130, expect.stringMatching(/Interrupted after \d+ stickers; the same command goes on\./u)]);
  server.delay = 0;
  expect((await runCommand(['describe', root, '--host', server.url, '--concurrency', '2'])).code).toBe(0);
  expect([await described(root), server.answers]).toEqual([30, 120]);
});

test('interrupted while it writes all anew, the same command goes on where it was', async () => {
  const root = await dataset(12);
  const server = await serve();
  const command = ['describe', root, '--host', server.url, '--concurrency', '1'];
  expect((await runCommand(command)).code).toBe(0);
  server.delay = 20;
  const anew = startCommand([...command, '--only', 'generated']);
  await expect.poll(() => server.answers, { timeout: 20_000 }).toBeGreaterThan(48 + 16);
  anew.kill('SIGINT');
  expect((await anew.ended).code).toBe(130);
  server.delay = 0;
  expect((await runCommand([...command, '--only', 'generated'])).code).toBe(0);
  expect(server.answers).toBe(96);
});

test('without a host that can be used, and with prompts that leak, nothing is asked', async () => {
  const root = await dataset(2);
  const gone = await runCommand(['describe', root, '--host', 'http://127.0.0.1:9', '--json']);
  expect([gone.code, JSON.parse(gone.stdout)]).toEqual([1, { error: expect.objectContaining({ file: 'http://127.0.0.1:9' }) }]);
  const server = await serve({ models: [] });
  const without = await runCommand(['describe', root, '--host', server.url]);
  expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('The model llava:7b-v1.6-mistral is not there')]);

  const able = await serve();
  await mkdir(path.join(root, '.sticker-lab'), { recursive: true });
  await writeFile(path.join(root, '.sticker-lab', 'prompts.md'), formatPrompts({ ...usualPrompts, system: 'It shows {label}.' }));
  const leaking = await runCommand(['describe', root, '--host', able.url]);
  expect([leaking.code, leaking.stderr]).toEqual([1, expect.stringContaining('{label}')]);
  expect((await runCommand(['describe', root, '--host', able.url, '--allow-label', '--concurrency', '1'])).code).toBe(0);
});
