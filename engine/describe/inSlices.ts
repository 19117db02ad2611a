import { setImmediate } from 'node:timers/promises';

/**
 * Does long work in slices of so many items, between which the process answers others.
 * @throws the signal's reason once it is aborted
 */
export async function inSlices(items: number, slice: number, signal: AbortSignal | undefined, work: (from: number, to: number) => void): Promise<void> {
  for (let from = 0; from < items; from += slice) {
    if (from > 0) await setImmediate();
    signal?.throwIfAborted();
    work(from, Math.min(from + slice, items));
  }
}
