/** Runs at most `parallel` tasks at once; of those waiting, the newest first. A task aborted before its turn never runs. */
export function createNewestFirst(parallel: number): <T>(signal: AbortSignal, task: () => Promise<T>) => Promise<T> {
  const waiting: { readonly signal: AbortSignal; readonly start: () => void }[] = [];
  let running = 0;
  const next = () => {
    while (running < parallel && waiting.length > 0) {
      const newest = waiting.pop()!;
      if (newest.signal.aborted) continue;
      running++;
      newest.start();
    }
  };
  return async (signal, task) => {
    signal.throwIfAborted();
    await new Promise<void>((start, reject) => {
      waiting.push({ signal, start });
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      next();
    });
    try {
      return await task();
    } finally {
      running--;
      next();
    }
  };
}
