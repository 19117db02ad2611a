import { HostFailure } from './hostClient.ts';
import { Unreachable } from './hostFaults.ts';

/** A host in the share-out of stickers. */
export interface SharedHost {
  readonly url: string;
  /** Stickers at once. */
  readonly concurrency: number;
}

export interface HostProgress {
  readonly url: string;
  readonly concurrency: number;
  done: number;
  /** Why it rests; '' where it works. */
  trouble: string;
}

export interface ShareOutConfig<H extends SharedHost> {
  /** Taken from its front; what a failing host had is put back there. */
  readonly queue: string[];
  readonly hosts: readonly H[];
  /** Does one sticker on one host. A HostFailure of the request is tried again, a few times; any other is the host's. */
  readonly work: (id: string, host: H) => Promise<void>;
  /** The sticker failed for good. */
  readonly onFailed: (id: string, reason: string, tries: number) => void;
  readonly onChange: () => void;
  /** Once aborted no further sticker is taken. */
  readonly stop: AbortSignal;
  /** First and longest rest of a failing host in milliseconds; each further one is twice as long. */
  readonly rest?: { readonly first: number; readonly longest: number };
}

const usualRest = { first: 1000, longest: 60_000 };
const mostTries = 3;
/** Failures of the last sticker alone, which say less: with the usual rests, over two minutes of them. */
const mostAlone = 8;

export interface ShareOut {
  readonly hosts: readonly HostProgress[];
  /** Fulfilled when the queue is empty and nothing is under way, or after `stop`. Rejects with what `work` throws beside host failures. */
  readonly finished: Promise<void>;
}

/** Has several hosts work through one queue: what one fails at, another takes over; a failing host rests and is asked again, for as long as it takes. */
export function shareOut<H extends SharedHost>(config: ShareOutConfig<H>): ShareOut {
  const { queue, work, stop, rest = usualRest } = config;
  const hosts: HostProgress[] = config.hosts.map(({ url, concurrency }) => ({ url, concurrency, done: 0, trouble: '' }));
  const resting = config.hosts.map(() => ({ until: 0, strikes: 0 }));
  const tries = new Map<string, number>();
  const suspicion = new Map<string, { readonly times: number; readonly alone: number; readonly done: number }>();
  let active = 0;
  let isBroken = false;
  let wake: () => void = () => {};
  let woken = new Promise<void>((resolve) => { wake = resolve; });
  const wakeAll = () => {
    const old = wake;
    woken = new Promise<void>((resolve) => { wake = resolve; });
    old();
  };
  stop.addEventListener('abort', wakeAll, { once: true });

  /** Whether hosts fail over this very sticker: others went well between its failures, or it alone is left and fails for minutes. */
  const isPoison = (id: string): boolean => {
    const done = hosts.reduce((sum, host) => sum + host.done, 0);
    const before = suspicion.get(id);
    const times = before === undefined || done > before.done ? (before?.times ?? 0) + 1 : before.times;
    const alone = queue.length === 0 ? (before?.alone ?? 0) + 1 : 0;
    suspicion.set(id, { times, alone, done });
    return times >= mostTries || alone >= mostAlone;
  };
  const failed = (id: string, index: number, error: unknown) => {
    if (!(error instanceof HostFailure)) {
      isBroken = true;
      throw error;
    }
    if (error.fault === 'request') {
      const tried = (tries.get(id) ?? 0) + 1;
      tries.set(id, tried);
      if (tried >= mostTries) config.onFailed(id, `${error.message} ${error.remedy}`.trim(), tried);
      else queue.push(id);
      return;
    }
    const isSecond = suspicion.has(id);
    if (error.fault === 'host' && !(error instanceof Unreachable) && isPoison(id)) {
      config.onFailed(id, `${error.message} ${error.remedy}`.trim(), Math.max(suspicion.get(id)!.times, suspicion.get(id)!.alone));
      return;
    }
    // A second time at the end, so that others show whether it is the sticker or the host.
    if (isSecond) queue.push(id);
    else queue.unshift(id);
    const state = resting[index];
    // Several stickers may be under way when a host fails: that is one failure.
    if (Date.now() < state.until) return;
    state.until = Date.now() + Math.min(rest.longest, rest.first * 2 ** state.strikes++);
    hosts[index].trouble = error.message;
  };

  const worker = async (index: number) => {
    while (!stop.aborted && !isBroken) {
      const wait = resting[index].until - Date.now();
      if (wait > 0 || queue.length === 0) {
        if (queue.length === 0 && active === 0) return;
        await atMost(wait > 0 ? wait : null, woken);
        continue;
      }
      const id = queue.shift()!;
      active++;
      try {
        await work(id, config.hosts[index]);
        resting[index].strikes = 0;
        hosts[index].trouble = '';
        hosts[index].done++;
      } catch (error) {
        if (stop.aborted) return;
        failed(id, index, error);
      } finally {
        active--;
        wakeAll();
        config.onChange();
      }
    }
  };

  return {
    hosts,
    finished: allEnded(hosts.flatMap(({ concurrency }, index) => Array.from({ length: concurrency }, () => worker(index)))),
  };
}

/** Waits for every one, then throws what the first that failed threw. */
async function allEnded(workers: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(workers)) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Until woken, or until so many milliseconds are over. */
async function atMost(milliseconds: number | null, woken: Promise<void>): Promise<void> {
  if (milliseconds === null) return woken;
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([woken, new Promise<void>((resolve) => { timer = setTimeout(resolve, milliseconds); })]);
  clearTimeout(timer);
}
