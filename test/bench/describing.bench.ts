/**
 * A batch over 30,739 stickers x 4 rounds through the real service and hosts that speak Ollama's protocol, each a process of its own: at 0 ms a
 * reply (what we add to each), and at 50 ms on one host and on three. Meanwhile a page of the gallery is asked for every 100 ms, as the UI does.
 * The batch at 0 ms is done twice, the second time over its own texts: what is live after a collection tells what a text costs, and that the second leaves no more.
 * `npm run bench -- describing`; `STICKERS=3000` for a shorter one.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { BatchPolicy } from '../../engine/describe/batchConfig.ts';
import { defaultDescriber } from '../../engine/describe/describerConfig.ts';
import { forkService, type ForkedService } from '../engine/service/forkService.ts';
import { plainStickers } from '../engine/describe/describedDataset.ts';
import { writeLineDataset } from '../support/lineDataset.ts';
import type { MemoryTold } from '../support/memoryProbe.ts';

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

/** What the service holds. It collects first, so its resident memory is that of a service which collects at these points. */
async function memoryOf({ pid }: ForkedService): Promise<MemoryTold> {
  const file = process.env['MEMORY_FILE']!;
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  while (!existsSync(file)) await after(20);
  return JSON.parse(readFileSync(file, 'utf8')) as MemoryTold;
}
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

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

/** A service on this dataset, with hosts of its own. */
async function openService(root: string, delay: number, hosts: number) {
  const servers = await Promise.all(Array.from({ length: hosts }, () => startHost(delay)));
  const bare = await bareReply(servers[0].url);
  const service = forkService(['--expose-gc', '--import', pathToFileURL(path.join(import.meta.dirname, '../support/memoryProbe.ts')).href]);
  const told = service.collect('batch/didChange');
  await service.request('describer/configure', { config: { ...defaultDescriber, hosts: servers.map(({ url }) => ({ url, headers: {} })) }, who: 'bench' });
  await service.request('dataset/open', { root, fallbackStorage: root });
  return {
    root, hosts, bare, service, told,
    async stop() {
      await service.stop();
      servers.forEach(({ stop }) => stop());
    },
  };
}

/** -> stickers a second, and what is live at the end, in bytes. */
async function describe({ root, hosts, bare, service, told }: Awaited<ReturnType<typeof openService>>, name: string, count: number, policy: BatchPolicy) {
  // Without timing: every host does one sticker at once.
  const ids = Array.from({ length: count }, (_, index) => `${index}.png`);
  const plan = await service.request('batch/plan', { root, scope: { filter: { selection: { ids, reason: 'bench' } }, policy } });
  const stopWatching = watchUi(service, root);
  told.splice(0);
  const memory = [await memoryOf(service)];
  const started = performance.now();
  await service.request('batch/start', { root, plan: { ...plan, hosts: plan.hosts.map((host) => ({ ...host, concurrency: 1 })) } });
  while (told.at(-1)?.batch.state !== 'done') {
    await after(500);
    told.splice(0, told.length - 1);
    const done = told.at(-1)?.batch.done ?? 0;
    if (memory.length < 4 && done >= (memory.length * plan.stickers) / 4) memory.push(await memoryOf(service));
  }
  const seconds = (performance.now() - started) / 1000;
  const { median, longest } = await stopWatching();
  memory.push(await memoryOf(service));
  const perReply = (seconds * 1000 * hosts) / plan.texts;
  console.log(`${name}: ${plan.stickers.toLocaleString()} stickers in ${seconds.toFixed(1)} s, ${perReply.toFixed(2)} ms a reply, ${(perReply - bare).toFixed(2)} ms more than a bare request; `
    + `a gallery page takes ${median.toFixed(1)} ms, at most ${longest.toFixed(0)}`);
  const atEach = (of: keyof MemoryTold) => memory.map((point) => megabytes(point[of])).join(', ');
  const [, afterFirst] = memory;
  const last = memory.at(-1)!;
  // The first quarter also compiles what it runs.
  console.log(`  memory at the start, each quarter and the end: live ${atEach('live')}; resident ${atEach('resident')}, of which V8's heap ${atEach('heap')}; `
    + `${Math.round((last.live - afterFirst.live) / (plan.texts * 0.75))} bytes live a text after the first quarter`);
  return { pace: plan.stickers / seconds, live: last.live };
}

const folder = await mkdtemp(path.join(tmpdir(), 'sticker-lab-bench-'));
process.env['MEMORY_FILE'] = path.join(folder, 'memory.json');
try {
  const root = path.join(folder, 'd');
  await writeLineDataset(root, plainStickers(stickers));
  const fresh = () => rm(path.join(root, '.sticker-lab'), { recursive: true, force: true });
  const quick = await openService(root, 0, 1);
  const first = await describe(quick, '1 host at 0 ms', stickers, 'missing');
  const second = await describe(quick, 'the same once more, over its own texts', stickers, 'generated');
  console.log(`the second batch leaves ${megabytes(second.live - first.live)} more live`);
  await quick.stop();
  // At 50 ms all of SER30K would take 1.7 hours on one host: its pace shows after a part of a minute.
  const part = Math.min(stickers, 250);
  const paces: number[] = [];
  for (const hosts of [1, 3]) {
    await fresh();
    const slow = await openService(root, 50, hosts);
    paces.push((await describe(slow, `${hosts} ${hosts === 1 ? 'host' : 'hosts'} at 50 ms`, Math.min(stickers, hosts * part), 'missing')).pace);
    await slow.stop();
  }
  console.log(`3 hosts are ${(paces[1] / paces[0]).toFixed(2)} times as fast as one`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
