import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defaultDescriber } from '../../../engine/describe/describerConfig.ts';
import { startOllamaServer } from '../../support/ollamaServer.ts';
import { writeLineDataset } from '../../support/lineDataset.ts';
import { plainStickers, testFolder } from '../describe/describedDataset.ts';
import { forkService } from './forkService.ts';

async function opened(delay: number) {
  const root = path.join(await testFolder(), 'd');
  await writeLineDataset(root, plainStickers(1));
  const server = await startOllamaServer({ delay });
  onTestFinished(() => server.stop());
  const service = forkService();
  onTestFinished(() => service.stop());
  await service.request('describer/configure', { config: { ...defaultDescriber, hosts: [{ url: server.url, headers: {} }] }, who: 'me' });
  await service.request('dataset/open', { root, fallbackStorage: root });
  return { root, server, service, style: { root, id: '0.png', view: 'style' as const } };
}

test('each regeneration has a seed of its own, also where the proposal before was dropped', async () => {
  const { service, style } = await opened(0);
  const seeds = new Set<number>();
  for (let i = 0; i < 3; i++) {
    seeds.add((await service.request('descriptions/regenerate', style)).generation.seed);
    if (i === 1) await service.request('descriptions/resolve', { ...style, take: false });
  }
  expect(seeds.size).toBe(3);
});

test('a dataset that is read anew during a regeneration keeps its proposal', async () => {
  const { root, server, service, style } = await opened(600);
  const regenerated = service.request('descriptions/regenerate', style);
  await expect.poll(() => server.requests.filter(({ path: at }) => at === '/api/chat').length, { timeout: 20_000 }).toBeGreaterThan(0);
  await service.request('dataset/open', { root, fallbackStorage: root });
  const { text } = await regenerated;
  expect((await service.request('descriptions/read', { root, id: '0.png' }))[1].proposal).toMatchObject({ text });
});
