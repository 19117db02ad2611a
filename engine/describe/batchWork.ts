import type { Dataset } from '../dataset/dataset.ts';
import { views, type Sticker, type View } from '../dataset/sticker.ts';
import type { BatchRecord, BatchStore, StoredFailure } from '../store/batchStore.ts';
import type { PresentDescription } from '../store/descriptionStore.ts';
import type { DescriptionTable, PresentText } from '../store/descriptionTable.ts';
import { mayWrite, skipsFor, type BatchConfig } from './batchConfig.ts';
import { createStaleness } from './staleness.ts';

/** What of a batch is done and what is left, judged by the texts that are there: nothing else remembers it. */
export interface BatchWork {
  /** Stickers with something left to do, in the batch's order. */
  left(): string[];
  counts(): { readonly done: number; readonly failed: number; readonly skipped: number; readonly texts: number };
  sticker(id: string): Sticker;
  /** The views that are still to be written. */
  wanted(id: string): View[];
  /** Whether the batch may still write this view, if `present` is its newest version. */
  mayReplace(id: string, view: View, present: PresentDescription | null): boolean;
  fail(failure: StoredFailure): void;
  hasFailed(id: string): boolean;
  failures(): readonly StoredFailure[];
}

/** `digests`: of the batch's model on its hosts. */
export function createBatchWork(
  dataset: Pick<Dataset, 'classes' | 'stickers'>, table: DescriptionTable, batches: BatchStore, record: BatchRecord, config: BatchConfig, digests: ReadonlySet<string>,
): BatchWork {
  const byId = new Map(dataset.stickers.map((sticker) => [sticker.id, sticker]));
  const failures = new Map(batches.failures(record.id).map((failure) => [keyOf(failure.sticker, failure.view), failure]));
  const isStale = createStaleness({ config, prompts: config.prompts, digests, classes: dataset.classes });
  const allows = (sticker: Sticker, view: View, text: PresentText) => mayWrite(config.policy, text, record.id, () => {
    const source = text.present?.source;
    return source !== undefined && source !== null && isStale(sticker, view, source) !== null;
  });
  const wanted = (id: string) => {
    const sticker = byId.get(id);
    // A sticker that has left the dataset since has nothing to be done for it.
    if (!sticker || failures.has(keyOf(id, null)) || views.some((view) => skipsFor(config.policy, table.read(id, view), record.id))) return [];
    return views.filter((view) => !failures.has(keyOf(id, view)) && allows(sticker, view, table.read(id, view)));
  };
  const hasFailed = (id: string) => failures.has(keyOf(id, null)) || views.some((view) => failures.has(keyOf(id, view)));
  const isOurs = (id: string) => byId.has(id) && views.some((view) => table.read(id, view).present?.source?.batch === record.id);
  return {
    left: () => record.stickers.filter((id) => wanted(id).length > 0),
    counts() {
      const counts = { done: 0, failed: 0, skipped: 0, texts: 0 };
      for (const id of record.stickers) {
        const texts = wanted(id).length;
        counts.texts += texts;
        if (texts > 0) continue;
        counts[hasFailed(id) ? 'failed' : isOurs(id) ? 'done' : 'skipped']++;
      }
      return counts;
    },
    sticker: (id) => byId.get(id)!,
    wanted,
    mayReplace: (id, view, present) => allows(byId.get(id)!, view, table.readAs(id, view, present)),
    fail(failure) {
      failures.set(keyOf(failure.sticker, failure.view), failure);
      batches.addFailure(record.id, failure);
    },
    hasFailed,
    failures: () => [...failures.values()],
  };
}

const keyOf = (id: string, view: View | null) => `${view ?? ''} ${id}`;
