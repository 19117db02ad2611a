import os from 'node:os';
import path from 'node:path';
import { readDataset } from '../dataset/readDataset.ts';
import { runBatch, type BatchGround, type BatchRun } from '../describe/batch.ts';
import { batchPolicies, createBatchConfig, type BatchConfig } from '../describe/batchConfig.ts';
import { defaultDescriber, type DescriberConfig } from '../describe/describerConfig.ts';
import type { HostState, HostView } from '../describe/hostView.ts';
import { refuseBatchElsewhere } from '../describe/ownBatch.ts';
import { planBatch } from '../describe/planBatch.ts';
import { refuseLeak } from '../describe/promptFile.ts';
import { Interrupted } from '../errors/interrupted.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { openDatasetTexts } from '../service/datasetTexts.ts';
import { createDescriber } from '../service/describer.ts';
import { createFilterCache } from '../service/filterCache.ts';
import { filterStickers } from '../service/filterStickers.ts';
import { interpreterModes } from '../store/descriptionRecord.ts';
import type { BatchRecord, BatchStore } from '../store/batchStore.ts';
import { openStorage } from '../store/storage.ts';
import { readVerdicts } from '../store/verdicts.ts';
import { choiceOption, integerOption, onePositional, stringOption, UsageError, type Command, type CommandArguments, type CommandContext } from './command.ts';
import { filterHelp, parseFilter } from './filterOption.ts';

interface DescribeReport {
  /** Stickers described, and those for which nothing was to be done. */
  readonly done: number;
  readonly skipped: number;
  readonly failed: readonly { readonly id: string; readonly view: string | null; readonly reason: string }[];
  readonly secondsPerSticker: number | null;
}

export const describe: Command = {
  name: 'describe',
  summary: 'has a model of an Ollama host describe stickers in four views',
  usage: '<dataset> [--host URL]... [--model M] [--only skip|missing|stale|generated] [--filter F]',
  help: [
    `--host URL        an Ollama host (${defaultDescriber.hosts[0].url}); several share the work`,
    '--header H        "Name: value" sent to every host, for a proxy; may be repeated',
    `--model M         a model that takes pictures (${defaultDescriber.model})`,
    '--only P          missing (the default): what is missing or rejected; skip: stickers without any text; stale: what another prompt or model',
    '                  wrote; generated: all but what a person or the dataset wrote, which is never written over',
    ...filterHelp,
    '--mode M          rounds: a conversation of four (the default), structured: one call for all four, which is faster',
    '--option K=V      an option of Ollama, for example num_ctx=8192; may be repeated',
    '--seed S          of the texts (1)',
    '--concurrency N   stickers at once on each host; without it that is measured',
    '--allow-label     lets prompts name {label}, which tells the model the answer',
    '--storage FOLDER  where our files are kept for a dataset on a read-only disk (~/.sticker-lab)',
    'Stopped or killed, it is gone on with by the same command: what is there is kept.',
  ],
  options: {
    host: { type: 'string', multiple: true }, header: { type: 'string', multiple: true }, model: { type: 'string' }, only: { type: 'string' }, filter: { type: 'string' },
    mode: { type: 'string' }, option: { type: 'string', multiple: true }, seed: { type: 'string' }, concurrency: { type: 'string' }, 'allow-label': { type: 'boolean' }, storage: { type: 'string' },
  },
  async run(given, context): Promise<DescribeReport> {
    const config = configOf(given);
    const policy = choiceOption(given, 'only', batchPolicies, 'missing');
    const concurrency = integerOption(given, 'concurrency', 0, 0);
    const read = await readDataset(path.resolve(onePositional(given, 'dataset')), { signal: context.signal });
    const filter = parseFilter(stringOption(given, 'filter') ?? '', read.classes);
    const storage = await openStorage(read.root, stringOption(given, 'storage'));
    const { describer, handlers, dispose } = createDescriber(() => {});
    await handlers['describer/configure']({ config, who: os.userInfo().username }, context.signal);
    const texts = await openDatasetTexts(read, storage.folder, describer, { invalid: () => {}, changed: () => {} });
    try {
      refuseBatchElsewhere(texts.batches, texts.store.file);
      const prompts = await texts.readPrompts();
      refuseLeak(prompts, config.allowLabel, storage.folder);
      refuseWithoutHost(await describer.refresh(context.signal));
      const dataset = { ...read, stickers: texts.table.stickers };
      const positions = new Map(dataset.stickers.map(({ id }, position) => [id, position]));
      const judged = { predictions: null, verdicts: await readVerdicts(storage.folder) };
      const matches = await filterStickers({ dataset, positions, filters: createFilterCache(), texts }, filter, judged, context.signal);
      const batch = createBatchConfig(policy, config, prompts);
      const ids = Array.from(matches, (position) => dataset.stickers[position].id);
      const record = unfinished(texts.batches, ids, batch) ?? texts.batches.add(ids, batch);
      const ground: BatchGround = { dataset, table: texts.table, descriptions: texts.store, batches: texts.batches, onWritten: texts.sync };
      const job = { record, config: batch, digests: describer.digests() };
      const at = concurrency > 0 ? () => concurrency : await measured(ground, job, describer.clients, context);
      const hosts = describer.clients.map((client) => ({ client, concurrency: at(client.url) }));
      // A window that opens the dataset shows them, and goes on with as many at once.
      texts.batches.setConfig(record.id, { ...batch, hosts: hosts.map(({ client: { url }, concurrency: atOnce }) => ({ url, concurrency: atOnce })) });
      const run = runBatch(ground, { ...job, hosts, onChange: () => context.activity(activityOf(run)) });
      texts.batches.setState(record.id, 'running');
      const pause = () => run.pause();
      context.signal.addEventListener('abort', pause, { once: true });
      await run.finished;
      const { done, skipped, secondsPerSticker } = run.progress();
      texts.batches.setState(record.id, context.signal.aborted ? 'stopped' : 'done');
      if (context.signal.aborted) throw new Interrupted(`Interrupted after ${done} stickers; the same command goes on.`);
      return { done, skipped, failed: texts.batches.failures(record.id).map(({ sticker: id, view, reason }) => ({ id, view, reason })), secondsPerSticker };
    } finally {
      texts.close();
      dispose();
    }
  },
  print: ({ done, skipped, failed, secondsPerSticker }: DescribeReport) => [
    `${done} described, ${skipped} with nothing to do, ${failed.length} failures${secondsPerSticker === null ? '' : `, ${secondsPerSticker.toFixed(2)} s a sticker`}`,
    ...failed.map(({ id, view, reason }) => `failed: ${id}${view === null ? '' : `, ${view}`}: ${reason}`),
  ].join('\n'),
};

/** The newest batch, where it is this very one and has not come to its end: it remembers what it has written anew. Its failures are tried again. */
function unfinished(batches: BatchStore, ids: readonly string[], config: BatchConfig): BatchRecord | null {
  const newest = batches.newest();
  if (!newest || newest.state === 'done' || JSON.stringify([newest.stickers, { ...(newest.config as BatchConfig), hosts: [] }]) !== JSON.stringify([ids, config])) return null;
  batches.clearFailures(newest.id);
  return newest;
}

const usable: ReadonlySet<HostState> = new Set<HostState>(['ready', 'loading', 'busy']);

/** A batch waits for hosts that fail, but none that can be used at its start is a mistake. */
function refuseWithoutHost(hosts: readonly HostView[]): void {
  if (hosts.some(({ state }) => usable.has(state))) return;
  const [{ url, message, remedy }] = hosts;
  throw new StickerLabError(hosts.length === 1 ? message : hosts.map((host) => `${host.url}: ${host.message}`).join(' '), url, remedy);
}

/** The concurrency that a dozen stickers showed to be best on each host. */
async function measured(ground: BatchGround, job: Parameters<typeof planBatch>[1], clients: Parameters<typeof planBatch>[2], { signal, progress, activity }: CommandContext) {
  const plan = await planBatch(ground, job, clients, signal, (timed) => activity(`${timed} stickers timed`));
  for (const { url, concurrency, secondsPerSticker, trouble } of plan.hosts) {
    progress(trouble === '' ? `${url}: ${concurrency} at once, ${secondsPerSticker.toFixed(2)} s a sticker` : `${url}: ${trouble}`);
  }
  progress(`${plan.stickers} stickers, ${plan.texts} texts: about ${plan.hours.toFixed(1)} hours`);
  return (url: string) => plan.hosts.find((host) => host.url === url)?.concurrency ?? 1;
}

function activityOf(run: BatchRun): string {
  const { total, done, failed, skipped, secondsPerSticker, secondsLeft, trouble } = run.progress();
  const pace = secondsPerSticker === null || secondsLeft === null ? '' : `, ${secondsPerSticker.toFixed(2)} s a sticker, ${(secondsLeft / 3600).toFixed(1)} h left`;
  return `${done + failed + skipped} of ${total}${failed > 0 ? `, ${failed} failed` : ''}${pace}${trouble === '' ? '' : `. ${trouble}`}`;
}

const listOption = ({ values }: CommandArguments, name: string) => (values[name] as readonly string[] | undefined) ?? [];

function configOf(given: CommandArguments): DescriberConfig {
  const headers = Object.fromEntries(listOption(given, 'header').map((text) => pair(text, ':', 'header')));
  const options = Object.fromEntries(listOption(given, 'option').map((text) => {
    const [name, value] = pair(text, '=', 'option');
    if (value === '' || !Number.isFinite(Number(value))) throw new UsageError(`--option takes numbers, not "${text}"`);
    return [name, Number(value)];
  }));
  const urls = listOption(given, 'host');
  return {
    ...defaultDescriber,
    hosts: (urls.length > 0 ? urls : defaultDescriber.hosts.map(({ url }) => url)).map((url) => ({ url: addressOf(url), headers })),
    model: stringOption(given, 'model') ?? defaultDescriber.model,
    mode: choiceOption(given, 'mode', interpreterModes, defaultDescriber.mode),
    options: { ...defaultDescriber.options, ...options },
    seed: integerOption(given, 'seed', defaultDescriber.seed),
    allowLabel: given.values['allow-label'] === true,
  };
}

function pair(text: string, between: string, option: string): [string, string] {
  const at = text.indexOf(between);
  if (at <= 0) throw new UsageError(`--${option} takes name${between}value, not "${text}"`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function addressOf(url: string): string {
  const full = /^https?:\/\//u.test(url) ? url : `http://${url}`;
  if (!URL.canParse(full)) throw new UsageError(`--host takes an address, not "${url}"`);
  return full.replace(/\/+$/u, '');
}
