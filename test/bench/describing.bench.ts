/**
 * A batch over 30,739 stickers x 4 rounds through the real service and hosts that speak Ollama's protocol, each a process of its own: at 0 ms a
 * reply (what we add to each), and at 50 ms on one host and on three. Meanwhile a page of the gallery is asked for every 100 ms, as the UI does.
 * `npm run bench -- describing`; `STICKERS=3000` for a shorter one.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { defaultDescriber } from '../../engine/describe/describerConfig.ts';
import { forkService, type ForkedService } from '../engine/service/forkService.ts';
import { plainStickers } from '../engine/describe/describedDataset.ts';
import { writeLineDataset } from '../support/lineDataset.ts';

const stickers = Number(process.env['STICKERS'] ?? 30_739);

async function startHost(delay: number) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../support/ollamaServerMain.ts'), '--port', '0', '--delay', String(delay), '--parallel', '4'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  return { url, stop: () => child.kill() };
}

/** Milliseconds that a bare request for such an answer takes: the server's, the loopback's, and its timer's. */
async function bareReply(url: string): Promise<number> {
  const body = JSON.stringify({ model: defaultDescriber.model, messages: [{ role: 'user', content: 'Which style does it have?' }], stream: true, options: defaultDescriber.options });
  const ask = async () => (await fetch(`${url}/api/chat`, { method: 'POST', body })).text();
  await ask();
  const started = performance.now();
  const asked = 100;
  for (let i = 0; i < asked; i++) await ask();
  return (performance.now() - started) / asked;
}

/** Linux tells pages of 4,096 bytes. */
const residentMegabytes = (pid: number) => (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6;

/** The longest and the usual wait for a page of the gallery, in milliseconds, until `stop`. */
function watchUi(service: ForkedService, root: string) {
  const waits: number[] = [];
  let stopped = false;
  const done = (async () => {
    while (!stopped) {
      const started = performance.now();
      await service.request('gallery/page', { root, filter: {}, run: null, offset: 0, limit: 120 });
      waits.push(performance.now() - started);
      await after(100);
    }
  })();
  return async () => {
    stopped = true;
    await done;
    const sorted = waits.toSorted((a, b) => a - b);
    return { median: sorted[sorted.length >> 1], longest: sorted.at(-1)! };
  };
}

async function describe(root: string, name: string, delay: number, hosts: number, count: number): Promise<number> {
  const servers = await Promise.all(Array.from({ length: hosts }, () => startHost(delay)));
  const bare = await bareReply(servers[0].url);
  const service = forkService();
  const told = service.collect('batch/didChange');
  await service.request('describer/configure', { config: { ...defaultDescriber, hosts: servers.map(({ url }) => ({ url, headers: {} })) }, who: 'bench' });
  await service.request('dataset/open', { root, fallbackStorage: root });
  // Without timing: every host does one sticker at once.
  const ids = Array.from({ length: count }, (_, index) => `${index}.png`);
  const plan = await service.request('batch/plan', { root, scope: { filter: { selection: { ids, reason: 'bench' } }, policy: 'missing' } });
  const stopWatching = watchUi(service, root);
  const memory: number[] = [];
  const started = performance.now();
  await service.request('batch/start', { root, plan: { ...plan, hosts: plan.hosts.map((host) => ({ ...host, concurrency: 1 })) } });
  while (told.at(-1)?.batch.state !== 'done') {
    await after(500);
    memory.push(residentMegabytes(service.pid));
    told.splice(0, told.length - 1);
  }
  const seconds = (performance.now() - started) / 1000;
  const { median, longest } = await stopWatching();
  const described = plan.stickers;
  const perReply = (seconds * 1000 * hosts) / (described * 4);
  console.log(`${name}: ${described.toLocaleString()} stickers in ${seconds.toFixed(1)} s, ${perReply.toFixed(2)} ms a reply, ${(perReply - bare).toFixed(2)} ms more than a bare request; `
    + `a gallery page takes ${median.toFixed(1)} ms, at most ${longest.toFixed(0)}; service ${Math.round(memory[Math.min(4, memory.length - 1)])} MB early, ${Math.round(memory.at(-1)!)} MB at the end, at most ${Math.round(Math.max(...memory))}`);
  await service.stop();
  servers.forEach(({ stop }) => stop());
  return described / seconds;
}

const folder = await mkdtemp(path.join(tmpdir(), 'sticker-lab-bench-'));
try {
  const root = path.join(folder, 'd');
  await writeLineDataset(root, plainStickers(stickers));
  const fresh = () => rm(path.join(root, '.sticker-lab'), { recursive: true, force: true });
  await describe(root, '1 host at 0 ms', 0, 1, stickers);
  await fresh();
  // At 50 ms all of SER30K would take 1.7 hours on one host: its pace shows after a part of a minute.
  const part = Math.min(stickers, 250);
  const one = await describe(root, '1 host at 50 ms', 50, 1, part);
  await fresh();
  const three = await describe(root, '3 hosts at 50 ms', 50, 3, 3 * part);
  console.log(`3 hosts are ${(three / one).toFixed(2)} times as fast as one`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
