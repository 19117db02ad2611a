/** Work that several requests may ask for at once. It is done once, and cancelled when the last of them goes away. */
export type SharedJobs<T> = (key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>) => Promise<T>;

export function createSharedJobs<T>(): SharedJobs<T> {
  const jobs = new Map<string, { readonly promise: Promise<T>; readonly controller: AbortController; waiting: number }>();
  return async (key, signal, start) => {
    signal.throwIfAborted();
    let job = jobs.get(key);
    if (!job || job.controller.signal.aborted) {
      const controller = new AbortController();
      const promise = start(controller.signal).finally(() => {
        if (jobs.get(key)?.controller === controller) jobs.delete(key);
      });
      job = { promise, controller, waiting: 0 };
      jobs.set(key, job);
    }
    const joined = job;
    joined.waiting++;
    let leave: (() => void) | undefined;
    try {
      return await Promise.race([
        joined.promise,
        new Promise<never>((_, reject) => {
          leave = () => reject(signal.reason as Error);
          signal.addEventListener('abort', leave, { once: true });
        }),
      ]);
    } finally {
      if (leave) signal.removeEventListener('abort', leave);
      if (--joined.waiting === 0) joined.controller.abort(new DOMException('Nobody waits for this any more', 'AbortError'));
    }
  };
}
