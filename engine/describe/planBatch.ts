import { runBatch, type BatchGround, type BatchJob } from './batch.ts';
import { createBatchWork } from './batchWork.ts';
import type { HostClient } from './hostClient.ts';

export interface PlannedHost {
  readonly url: string;
  readonly concurrency: number;
  readonly secondsPerSticker: number;
  /** Why it takes no part; '' where it does. */
  readonly trouble: string;
}

export interface Plan {
  /** Stickers and texts left after the timing. */
  readonly stickers: number;
  readonly texts: number;
  readonly timed: number;
  readonly hosts: readonly PlannedHost[];
  /** With all hosts at work. */
  readonly secondsPerSticker: number;
  readonly hours: number;
}

/** Stickers at once that are tried, and how many are timed for each: with the first, which loads the model, a dozen a host. */
const trials = [{ concurrency: 1, stickers: 3 }, { concurrency: 2, stickers: 4 }, { concurrency: 4, stickers: 4 }] as const;
/** More at once has to be faster by this factor to be worth it: a server that does one at a time only queues the others. */
const worthwhile = 1.1;

/**
 * Describes some stickers of a batch on each host, alone and several at once, and says what the rest will take. Their texts are kept.
 * A host that fails takes no part in the plan.
 */
export async function planBatch(ground: BatchGround, job: Omit<BatchJob, 'hosts' | 'onChange'>, clients: readonly HostClient[], signal: AbortSignal, onProgress: (timed: number) => void): Promise<Plan> {
  const left = () => createBatchWork(ground.dataset, ground.table, ground.batches, job.record, job.config, job.digests);
  let timed = 0;
  // One host after the other: each is timed by itself, and none waits for a picture that another one's share is decoding.
  const hosts: PlannedHost[] = [];
  for (const client of clients) {
    hosts.push(await timeHost(client.url, async (concurrency, most) => {
      signal.throwIfAborted();
      const run = runBatch(ground, { ...job, hosts: [{ client, concurrency }], most, onChange: () => {} });
      const stop = () => run.stop();
      signal.addEventListener('abort', stop, { once: true });
      // A host in trouble would be waited for until it is well again, which is no time to plan with.
      const watching = setInterval(() => { if (run.progress().trouble !== '') stop(); }, 50);
      const started = performance.now();
      try {
        await run.finished;
      } finally {
        clearInterval(watching);
        signal.removeEventListener('abort', stop);
      }
      signal.throwIfAborted();
      const { trouble, hosts: [{ done }] } = run.progress();
      timed += done;
      onProgress(timed);
      return { seconds: (performance.now() - started) / 1000, done, trouble };
    }));
  }
  const working = hosts.filter(({ trouble }) => trouble === '');
  const rate = working.reduce((sum, { secondsPerSticker }) => sum + 1 / secondsPerSticker, 0);
  const secondsPerSticker = rate > 0 ? 1 / rate : 0;
  const work = left();
  const stickers = work.left().length;
  return { stickers, texts: work.counts().texts, timed, hosts, secondsPerSticker, hours: (stickers * secondsPerSticker) / 3600 };
}

/** Describes `stickers`, so many at once. */
type Trial = (concurrency: number, stickers: number) => Promise<{ readonly seconds: number; readonly done: number; readonly trouble: string }>;

/** Times a host with more and more stickers at once, until that is no faster. */
export async function timeHost(url: string, trial: Trial): Promise<PlannedHost> {
  const first = await trial(1, 1);
  const planned = { url, concurrency: 1, secondsPerSticker: first.seconds, trouble: first.trouble };
  if (first.trouble !== '') return planned;
  let best = planned;
  for (const { concurrency, stickers } of trials) {
    const { seconds, done, trouble } = await trial(concurrency, stickers);
    if (done < stickers || trouble !== '') break;
    const perSticker = seconds / done;
    if (concurrency > 1 && perSticker * worthwhile > best.secondsPerSticker) break;
    best = { ...planned, concurrency, secondsPerSticker: perSticker };
  }
  return best;
}
