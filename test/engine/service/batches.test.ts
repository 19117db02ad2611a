import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defaultDescriber } from '../../../engine/describe/describerConfig.ts';
import { startOllamaServer } from '../../support/ollamaServer.ts';
import { writeLineDataset } from '../../support/lineDataset.ts';
import { plainStickers, testFolder } from '../describe/describedDataset.ts';
import { forkService } from './forkService.ts';

const scope = { filter: {}, policy: 'missing' as const };

async function opened() {
  const root = path.join(await testFolder(), 'd');
  await writeLineDataset(root, plainStickers(30));
  const server = await startOllamaServer({ delay: 30 });
  onTestFinished(() => server.stop());
  const config = { ...defaultDescriber, hosts: [{ url: server.url, headers: {} }] };
  const start = async () => {
    const service = forkService();
    onTestFinished(() => service.stop());
    await service.request('describer/configure', { config, who: 'me' });
    await service.request('dataset/open', { root, fallbackStorage: root });
    return service;
  };
  return { root, server, config, service: await start(), start };
}

test('one batch a dataset: neither planned twice at once, nor beside the one of another process', async () => {
  const { root, service, start } = await opened();
  const plans = await Promise.allSettled([1, 2].map(() => service.request('batch/plan', { root, scope })));
  expect(plans.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const plan = plans.flatMap((settled) => (settled.status === 'fulfilled' ? [settled.value] : []))[0];
  const { id } = await service.request('batch/start', { root, plan });
  const other = await start();
  await expect(other.request('batch/plan', { root, scope })).rejects.toThrow('works on this batch');
  expect((await service.request('batch/read', { root }))!.id).toBe(id);
});

test('a dataset that is closed leaves its batch to others', async () => {
  const { root, service, start } = await opened();
  await service.request('batch/start', { root, plan: await service.request('batch/plan', { root, scope }) });
  await service.request('dataset/close', { root });
  const other = await start();
  expect((await other.request('batch/read', { root }))!.state).toBe('interrupted');
  expect((await other.request('batch/resume', { root, retry: false })).state).toBe('running');
});

test('without a host nothing is done, and a batch does not pass for done', async () => {
  const { root, service, config } = await opened();
  await service.request('batch/start', { root, plan: await service.request('batch/plan', { root, scope }) });
  await service.request('batch/stop', { root });
  await service.request('describer/configure', { config: { ...config, hosts: [] }, who: 'me' });
  await expect(service.request('batch/resume', { root, retry: false })).rejects.toThrow('No Ollama host is named');
  await expect(service.request('batch/plan', { root, scope })).rejects.toThrow('No Ollama host is named');
  expect((await service.request('batch/read', { root }))!.state).toBe('stopped');
});
