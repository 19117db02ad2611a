import { setTimeout as sleep } from 'node:timers/promises';

export interface SchedulerLimits {
  /** Milliseconds a model takes to load. */
  loadDelay: number;
  /** OLLAMA_NUM_PARALLEL and OLLAMA_MAX_QUEUE. */
  parallel: number;
  maxQueue: number;
}

interface Runner {
  readonly context: number;
  loading: boolean;
  expires: number;
}

export class QueueFull extends Error {}

const usualKeepAlive = 5 * 60_000;
const unitMilliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A `keep_alive` in milliseconds: a number is seconds, negative is for ever. */
export function keepAliveOf(value: unknown): number {
  if (typeof value === 'number') return value < 0 ? Infinity : value * 1000;
  const [, count, unit] = /^(-?\d+)(ms|s|m|h)?$/u.exec(typeof value === 'string' ? value : '') ?? [];
  if (count === undefined) return usualKeepAlive;
  return Number(count) < 0 ? Infinity : Number(count) * unitMilliseconds[unit ?? 's'];
}

/** Loads models and gives out the slots, as Ollama's own scheduler does. */
export function createScheduler(limits: SchedulerLimits) {
  const runners = new Map<string, Runner>();
  const waiting: (() => void)[] = [];
  let active = 0;
  let loadingQueue = Promise.resolve();
  const counts = { loads: [] as { model: string; context: number }[], abortedLoads: 0, mostActive: 0 };

  const present = () => {
    for (const [model, { expires, loading }] of runners) if (!loading && expires <= Date.now()) runners.delete(model);
    return runners;
  };

  /** One after the other. A runner of another context is loaded anew; who goes away while it loads for him aborts the load. */
  async function load(model: string, context: number, keepAlive: number, gone: AbortSignal): Promise<void> {
    const known = present().get(model);
    if (known && !known.loading && known.context === context) {
      known.expires = Date.now() + keepAlive;
      return;
    }
    const before = loadingQueue;
    let release!: () => void;
    loadingQueue = new Promise((resolve) => (release = resolve));
    try {
      await before;
      gone.throwIfAborted();
      const runner = present().get(model);
      if (runner?.context === context) {
        runner.expires = Date.now() + keepAlive;
        return;
      }
      const fresh: Runner = { context, loading: true, expires: Date.now() + keepAlive };
      // Ollama lists a model from when it starts to load.
      runners.set(model, fresh);
      counts.loads.push({ model, context });
      try {
        if (limits.loadDelay > 0) await sleep(limits.loadDelay, undefined, { signal: gone });
      } catch (error) {
        runners.delete(model);
        counts.abortedLoads += 1;
        throw error;
      }
      fresh.loading = false;
      fresh.expires = Date.now() + keepAlive;
    } finally {
      release();
    }
  }

  async function slot<T>(gone: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (active >= limits.parallel) {
      if (waiting.length >= limits.maxQueue) throw new QueueFull();
      await new Promise<void>((resolve, reject) => {
        waiting.push(resolve);
        gone.addEventListener('abort', () => {
          const at = waiting.indexOf(resolve);
          if (at >= 0) waiting.splice(at, 1);
          reject(gone.reason as Error);
        }, { once: true });
      });
    } else active += 1;
    counts.mostActive = Math.max(counts.mostActive, active);
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else active -= 1;
    }
  }

  return { counts, load, slot, unload: (model: string) => runners.delete(model), runners: present };
}
