import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defaultDescriber } from '../../../engine/describe/describerConfig.ts';
import { formatPrompts } from '../../../engine/describe/promptFile.ts';
import { usualPrompts } from '../../../engine/describe/prompts.ts';
import { startOllamaServer } from '../../support/ollamaServer.ts';
import { writeLineDataset } from '../../support/lineDataset.ts';
import { plainStickers, testFolder } from '../describe/describedDataset.ts';
import { forkService } from './forkService.ts';

async function opened(markdown: string) {
  const root = path.join(await testFolder(), 'd');
  await writeLineDataset(root, plainStickers(3));
  const file = path.join(root, '.sticker-lab', 'prompts.md');
  await mkdir(path.dirname(file));
  await writeFile(file, markdown);
  const server = await startOllamaServer();
  onTestFinished(() => server.stop());
  const service = forkService();
  onTestFinished(() => service.stop());
  await service.request('describer/configure', { config: { ...defaultDescriber, hosts: [{ url: server.url, headers: {} }] }, who: 'me' });
  await service.request('dataset/open', { root, fallbackStorage: root });
  return { root, file, server, service };
}
const plan = { filter: {}, policy: 'missing' as const };

test('prompts with a fault are told of with their line, and nothing is asked with others in their place', async () => {
  const { root, server, service } = await opened(formatPrompts(usualPrompts).replace('{text}"', '{txt}"'));
  const wrong = /There is no variable \{txt\}/u;
  await expect(service.request('batch/plan', { root, scope: plan })).rejects.toThrow(wrong);
  await expect(service.request('descriptions/regenerate', { root, id: '0.png', view: 'style' })).rejects.toThrow(wrong);
  expect(server.answers).toBe(0);
});

test('a batch asks with the prompts as they were saved a moment ago', async () => {
  const { root, file, server, service } = await opened(formatPrompts(usualPrompts));
  await writeFile(file, formatPrompts({ ...usualPrompts, system: 'Saved a moment ago.' }));
  await service.request('batch/plan', { root, scope: plan });
  const asked = server.requests.flatMap(({ body }) => (body?.['messages'] as { role: string; content: string }[] | undefined) ?? []).filter(({ role }) => role === 'system');
  expect(new Set(asked.map(({ content }) => content))).toEqual(new Set(['Saved a moment ago.']));
});

test('texts asked by prompts of one\'s own are not stale while their file has a fault, even where the dataset is opened with it', async () => {
  const own = formatPrompts({ ...usualPrompts, system: 'Answer in one word.' });
  const { root, file, service } = await opened(own);
  await service.request('batch/plan', { root, scope: plan });
  const stale = async () => (await service.request('descriptions/page', { root, filter: { descriptions: { states: ['stale'], view: null } }, offset: 0, limit: 0 })).total;
  expect(await stale()).toBe(0);
  await writeFile(file, own.replace('## Style', '## Stile'));
  await service.request('dataset/open', { root, fallbackStorage: root });
  expect(await stale()).toBe(0);
  await expect(service.request('prompts/preview', { root, id: '0.png' })).rejects.toThrow('Stile');
  await writeFile(file, formatPrompts(usualPrompts));
  await expect.poll(stale, { timeout: 5000 }).toBe(3);
});
