import { pictureFile, type Dataset } from '../dataset/dataset.ts';
import { views, type View } from '../dataset/sticker.ts';
import type { BatchRecord, BatchStore } from '../store/batchStore.ts';
import type { DescriptionStore, PresentDescription } from '../store/descriptionStore.ts';
import type { DescriptionTable } from '../store/descriptionTable.ts';
import type { BatchConfig } from './batchConfig.ts';
import { createPace, mostFailures, type ActiveSticker, type BatchProgress } from './batchProgress.ts';
import { createBatchWork } from './batchWork.ts';
import type { HostClient } from './hostClient.ts';
import { interpret } from './interpreter.ts';
import { ownBatch } from './ownBatch.ts';
import { createPicturesAhead } from './picturesAhead.ts';
import { createPreparedHosts } from './prepareHost.ts';
import { promptVersion } from './promptFile.ts';
import { fillPrompts } from './prompts.ts';
import { shareOut } from './shareOut.ts';

/** What a batch works on. */
export interface BatchGround {
  readonly dataset: Pick<Dataset, 'root' | 'classes' | 'stickers'>;
  readonly table: DescriptionTable;
  readonly descriptions: DescriptionStore;
  readonly batches: BatchStore;
  /** Texts were written, these or another process's: the table is to take them over. */
  readonly onWritten: (own?: readonly PresentDescription[]) => void;
}

export interface BatchHost {
  readonly client: HostClient;
  /** Stickers at once. */
  readonly concurrency: number;
}

export interface BatchRun {
  progress(): BatchProgress;
  /** Fulfilled when nothing is left, or after `pause` or `stop`. */
  readonly finished: Promise<void>;
  /** Ends after the answers that are under way. */
  pause(): void;
  /** Ends now: answers under way are dropped. */
  stop(): void;
}

export interface BatchJob {
  readonly record: BatchRecord;
  readonly config: BatchConfig;
  readonly hosts: readonly BatchHost[];
  /** Of the model, on the hosts that could be asked. */
  readonly digests: ReadonlySet<string>;
  /** Only so many stickers. */
  readonly most?: number;
  readonly onChange: () => void;
}

/** Longest side of the pictures that are sent, in pixels: that of LLaVA-NeXT's largest grids, 336 x 1344 and 672 x 672. */
export const pictureSide = 1344;

/**
 * Works a batch off from wherever it is. Each text is on the disk before the next question is asked.
 * @throws StickerLabError where another process works on it
 */
export function runBatch({ dataset, table, descriptions, batches, onWritten }: BatchGround, job: BatchJob): BatchRun {
  const { record, config, hosts } = job;
  // The first sticker begins within this call: its news waits until the caller holds the batch it asks about.
  const onChange = () => queueMicrotask(job.onChange);
  const release = ownBatch(batches, record.id, descriptions.file);
  const work = createBatchWork(dataset, table, batches, record, config, job.digests);
  const counts = { ...work.counts() };
  const queue = work.left().slice(0, job.most);
  const active = new Map<string, ActiveSticker>();
  const taking = new AbortController();
  const asking = new AbortController();
  const prepared = createPreparedHosts(config.model, asking.signal);
  const pace = createPace();
  const pictures = createPicturesAhead((id) => pictureFile(dataset, id), pictureSide);
  const slots = hosts.reduce((sum, { concurrency }) => sum + concurrency, 0);
  const version = promptVersion(config.prompts);
  descriptions.keepPrompts(version, JSON.stringify(config.prompts));

  const ask = async (id: string, wanted: readonly View[], picture: Uint8Array, client: HostClient) => {
    const digest = await prepared.digestOf(client);
    const known = Object.fromEntries(views.filter((view) => !wanted.includes(view) && table.read(id, view).state !== 'rejected').map((view) => [view, table.read(id, view).text]));
    const prompts = fillPrompts(config.prompts, work.sticker(id), dataset.classes);
    for await (const answer of interpret(client, { id, picture, prompts, wanted, known, config, digest, promptVersion: version, batch: record.id }, asking.signal)) {
      const { view } = answer;
      active.set(id, { id, view, host: client.url });
      if ('fault' in answer) work.fail({ sticker: id, view, reason: answer.fault, tries: answer.tries });
      else {
        const written = descriptions.addGenerated(id, view, answer.text, answer.generation, (present) => work.mayReplace(id, view, present));
        if (written) onWritten([written]);
      }
      if (taking.signal.aborted) return;
    }
  };

  const describe = async (id: string, { client }: BatchHost) => {
    // What is wanted may have changed while the sticker waited.
    const wanted = work.wanted(id);
    if (wanted.length === 0) {
      pictures.drop(id);
      counts.skipped++;
      return;
    }
    active.set(id, { id, view: null, host: client.url });
    onChange();
    try {
      const picture = await pictures.take(id).catch((error: unknown) => {
        work.fail({ sticker: id, view: null, reason: error instanceof Error ? error.message : String(error), tries: 1 });
        return null;
      });
      pictures.begin(queue.slice(0, slots));
      if (picture) await ask(id, wanted, picture, client);
      if (work.hasFailed(id)) counts.failed++;
      else if (work.wanted(id).length === 0) counts.done++;
      pace.tick();
    } catch (error) {
      prepared.forget(client);
      throw error;
    } finally {
      active.delete(id);
    }
  };

  const shared = shareOut({
    queue,
    hosts: hosts.map((host) => ({ ...host, url: host.client.url })),
    work: describe,
    onFailed(id, reason, tries) {
      work.fail({ sticker: id, view: null, reason, tries });
      counts.failed++;
    },
    onChange,
    stop: taking.signal,
  });
  return {
    progress() {
      const { done, failed, skipped } = counts;
      const secondsPerSticker = pace.secondsPerSticker();
      const resting = shared.hosts.filter(({ trouble }) => trouble !== '');
      return {
        total: record.stickers.length, done, failed, skipped,
        active: [...active.values()],
        secondsPerSticker,
        secondsLeft: secondsPerSticker === null ? null : secondsPerSticker * (queue.length + active.size),
        hosts: shared.hosts.map((host) => ({ ...host })),
        failures: work.failures().slice(-mostFailures),
        trouble: resting.length === shared.hosts.length ? resting.map(({ url, trouble }) => `${url}: ${trouble}`).join(' ') : '',
      };
    },
    finished: shared.finished.finally(release),
    pause: () => taking.abort(),
    stop() {
      taking.abort();
      asking.abort();
      // At once: the store may be closed before the last request has ended.
      release();
    },
  };
}
