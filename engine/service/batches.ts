import os from 'node:os';
import { runBatch, type BatchGround, type BatchRun } from '../describe/batch.ts';
import { createBatchConfig, readBatchConfig, type BatchConfig } from '../describe/batchConfig.ts';
import { mostFailures, type BatchProgress } from '../describe/batchProgress.ts';
import { createBatchWork } from '../describe/batchWork.ts';
import { refuseBatchElsewhere } from '../describe/ownBatch.ts';
import { planBatch } from '../describe/planBatch.ts';
import { refuseLeak } from '../describe/promptFile.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { isAlive } from '../files/isAlive.ts';
import type { BatchRecord } from '../store/batchStore.ts';
import type { BatchView } from './describeRequests.ts';
import type { Describer } from './describer.ts';
import { matchesOf } from './filterStickers.ts';
import type { OpenDataset, OpenDatasets } from './openDatasets.ts';
import type { PredictionTables } from './predictions.ts';
import type { Notify, RequestHandlers } from './requestHandlers.ts';

export interface Batches {
  readonly handlers: Pick<RequestHandlers, 'batch/plan' | 'batch/start' | 'batch/read' | 'batch/pause' | 'batch/resume' | 'batch/stop'>;
  /** Stops what runs: it is gone on with when it is resumed. */
  dispose(): void;
}

/** Progress is told at most so often, in milliseconds. */
const tellEvery = 250;

interface Running {
  readonly record: BatchRecord;
  readonly run: BatchRun;
  /** It has ended, and its end is noted. Never rejects. */
  readonly over: Promise<void>;
}

/** One batch a dataset at a time, worked off here. */
export function createBatches(datasets: OpenDatasets, predictions: PredictionTables, describer: Describer, notify: Notify): Batches {
  const running = new Map<string, Running>();
  const planning = new Set<string>();
  /** Of a batch that has ended here, by its id: what each host did, and what ended it: a full disk, for example; '' where nothing was in its way. */
  const ends = new Map<number, { readonly hosts: BatchProgress['hosts']; readonly fault: string }>();

  const view = (opened: OpenDataset, record: BatchRecord): BatchView => {
    const { root } = opened.dataset;
    const here = running.get(root);
    const config = readBatchConfig(record.config, opened.texts.store.file);
    const progress = here?.record.id === record.id ? here.run.progress() : atRest(opened, record, config, ends.get(record.id)?.hosts);
    return { ...progress, trouble: progress.trouble || (ends.get(record.id)?.fault ?? ''), failures: progress.failures.map(({ sticker: id, ...failure }) => ({ id, ...failure })), id: record.id, created: record.created, model: config.model, policy: config.policy, state: stateOf(opened, record, here !== undefined) };
  };
  const newest = (opened: OpenDataset): BatchRecord => {
    const record = opened.texts.batches.newest();
    if (!record) throw new StickerLabError('No stickers have been described in a batch yet.', opened.texts.store.file, 'Start one with Sticker Lab: Describe Stickers...');
    return record;
  };
  const ground = (opened: OpenDataset): BatchGround => ({
    dataset: opened.dataset, table: opened.texts.table, descriptions: opened.texts.store, batches: opened.texts.batches, onWritten: opened.texts.sync,
  });
  const refuseSecond = ({ dataset: { root }, texts: { batches, store } }: OpenDataset) => {
    if (running.has(root)) throw new StickerLabError('A batch is running on this dataset.', root, 'Wait for it, or stop it first.');
    if (planning.has(root)) throw new StickerLabError('A batch is being planned on this dataset.', root, 'Wait for the plan, or cancel it.');
    refuseBatchElsewhere(batches, store.file);
    if (describer.clients.length === 0) throw new StickerLabError('No Ollama host is named.', root, 'Name one in the setting stickerLab.ollama.hosts.');
  };

  const start = (opened: OpenDataset, record: BatchRecord, hosts: readonly { readonly url: string; readonly concurrency: number }[]) => {
    const { root } = opened.dataset;
    const { batches } = opened.texts;
    const config = readBatchConfig(record.config, opened.texts.store.file);
    let timer: NodeJS.Timeout | null = null;
    const tell = () => {
      timer = null;
      if (!opened.closed.aborted) notify('batch/didChange', { root, batch: view(opened, running.get(root)?.run === run ? record : newest(opened)) });
    };
    const concurrency = new Map(hosts.map((host) => [host.url, host.concurrency]));
    // Hosts named since the plan take part, one sticker at once.
    const run = runBatch(ground(opened), {
      record, config, digests: describer.digests(),
      hosts: describer.clients.map((client) => ({ client, concurrency: concurrency.get(client.url) ?? 1 })),
      onChange: () => { timer ??= setTimeout(tell, tellEvery); },
    });
    batches.setState(record.id, 'running');
    ends.delete(record.id);
    let fault = '';
    const stop = () => run.stop();
    opened.closed.addEventListener('abort', stop, { once: true });
    const over = run.finished.then(() => ended(opened, record)).catch((error: unknown) => { fault = broken(opened, error); }).finally(() => {
      opened.closed.removeEventListener('abort', stop);
      if (timer) clearTimeout(timer);
      ends.set(record.id, { hosts: run.progress().hosts, fault });
      if (running.get(root)?.run === run) running.delete(root);
      tell();
    }).catch(() => undefined);
    running.set(root, { record, run, over });
    tell();
    return view(opened, newest(opened));
  };
  const ended = (opened: OpenDataset, record: BatchRecord) => {
    if (opened.closed.aborted) return;
    const { batches } = opened.texts;
    const now = batches.newest();
    if (now?.id === record.id && now.state === 'running') batches.setState(record.id, 'done');
  };
  /** Says why a batch ended. It can be gone on with once what was in its way is put right. */
  const broken = (opened: OpenDataset, error: unknown): string => {
    if (opened.closed.aborted) return '';
    const { message, stack, remedy } = error as Partial<StickerLabError>;
    notify('log', { level: 'error', message: `The batch on ${opened.dataset.root} ended: ${stack ?? message ?? String(error)}` });
    return ['It ended:', message ?? String(error), remedy].filter(Boolean).join(' ');
  };
  const halt = async (root: string, state: 'paused' | 'stopped', how: (run: BatchRun) => void) => {
    const opened = datasets.get(root);
    const record = newest(opened);
    const here = running.get(opened.dataset.root);
    if (!here && stateOf(opened, record, false) === 'running') {
      throw new StickerLabError('Another process works on this batch.', opened.texts.store.file, 'Pause it there: in another window of VS Code, or in the terminal.');
    }
    if (record.state !== 'done') opened.texts.batches.setState(record.id, state);
    if (here) {
      how(here.run);
      await here.over;
    }
    return view(opened, newest(opened));
  };

  return {
    handlers: {
      async 'batch/plan'({ root, scope }, signal) {
        const opened = datasets.get(root);
        refuseSecond(opened);
        const { texts, storage } = opened;
        planning.add(opened.dataset.root);
        try {
          const prompts = await texts.readPrompts();
          refuseLeak(prompts, describer.config.allowLabel, storage.folder);
          await describer.refresh(signal);
          const matches = await matchesOf(opened, predictions, scope.filter, signal);
          const config = createBatchConfig(scope.policy, describer.config, prompts);
          const record = texts.batches.add(Array.from(matches, (position) => opened.dataset.stickers[position].id), config);
          const job = { record, config, digests: describer.digests() };
          const plan = await planBatch(ground(opened), job, describer.clients, AbortSignal.any([signal, opened.closed]), () => undefined);
          return { batch: record.id, ...plan };
        } finally {
          planning.delete(opened.dataset.root);
        }
      },
      async 'batch/start'({ root, plan }) {
        const opened = datasets.get(root);
        refuseSecond(opened);
        const record = opened.texts.batches.find(plan.batch);
        if (!record) throw new StickerLabError('This batch is no longer known.', opened.texts.store.file, 'Plan it again.');
        const hosts = plan.hosts.filter(({ trouble }) => trouble === '').map(({ url, concurrency }) => ({ url, concurrency }));
        const config = { ...readBatchConfig(record.config, opened.texts.store.file), hosts };
        opened.texts.batches.setConfig(record.id, config);
        return start(opened, { ...record, config }, hosts);
      },
      async 'batch/read'({ root }) {
        const opened = datasets.get(root);
        const record = opened.texts.batches.newest();
        return record && view(opened, record);
      },
      'batch/pause': async ({ root }) => halt(root, 'paused', (run) => run.pause()),
      'batch/stop': async ({ root }) => halt(root, 'stopped', (run) => run.stop()),
      async 'batch/resume'({ root, retry }, signal) {
        // Which texts are stale depends on the release of the model that the hosts have.
        if (describer.digests().size === 0) await describer.refresh(signal);
        const opened = datasets.get(root);
        refuseSecond(opened);
        const record = newest(opened);
        if (retry) opened.texts.batches.clearFailures(record.id);
        return start(opened, record, readBatchConfig(record.config, opened.texts.store.file).hosts);
      },
    },
    dispose() {
      for (const { run } of running.values()) run.stop();
    },
  };
}

/** A batch that says it runs, but whose process is gone, was interrupted. */
function stateOf({ texts: { batches } }: OpenDataset, { id, state }: BatchRecord, isHere: boolean): BatchView['state'] {
  if (isHere) return 'running';
  if (state !== 'running') return state === 'planned' ? 'stopped' : state;
  const owner = batches.owner(id);
  // This process's own: of before the dataset was read anew, which ended it.
  const isOurs = owner?.pid === process.pid && owner.host === os.hostname();
  return owner && !isOurs && isAlive(owner) ? 'running' : 'interrupted';
}

/** What a batch that nobody here works on has come to. */
function atRest(opened: OpenDataset, record: BatchRecord, config: BatchConfig, share?: BatchProgress['hosts']): BatchProgress {
  const { table, batches } = opened.texts;
  const work = createBatchWork(opened.dataset, table, batches, record, config, new Set());
  const { done, failed, skipped } = work.counts();
  return {
    total: record.stickers.length, done, failed, skipped, active: [], secondsPerSticker: null, secondsLeft: null,
    hosts: share ?? config.hosts.map((host) => ({ ...host, done: 0, trouble: '' })), failures: work.failures().slice(-mostFailures), trouble: '',
  };
}
