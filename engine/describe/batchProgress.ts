import type { View } from '../dataset/sticker.ts';
import type { StoredFailure } from '../store/batchStore.ts';

export interface ActiveSticker {
  readonly id: string;
  readonly view: View | null;
  readonly host: string;
}

/** Where a batch is. */
export interface BatchProgress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Nothing was left to do for them. */
  readonly skipped: number;
  readonly active: readonly ActiveSticker[];
  readonly secondsPerSticker: number | null;
  readonly secondsLeft: number | null;
  readonly hosts: readonly { readonly url: string; readonly concurrency: number; readonly done: number; readonly trouble: string }[];
  readonly failures: readonly StoredFailure[];
  /** Why nothing moves, '' where it does. */
  readonly trouble: string;
}

/** Newest failures that are told. */
export const mostFailures = 100;

/** The pace is that of so many latest stickers. */
const window = 200;

/** Seconds a sticker, of the latest ones. `now`: milliseconds. */
export function createPace(now: () => number = Date.now) {
  const ends: number[] = [now()];
  return {
    tick() {
      ends.push(now());
      if (ends.length > window) ends.shift();
    },
    /** null before the first sticker. */
    secondsPerSticker: () => (ends.length < 2 ? null : (ends.at(-1)! - ends[0]) / 1000 / (ends.length - 1)),
  };
}
