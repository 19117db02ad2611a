import os from 'node:os';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { isAlive } from '../files/isAlive.ts';
import type { BatchOwner, BatchStore } from '../store/batchStore.ts';

const sayAgain = 20_000;

const elsewhere = (other: BatchOwner | null, file: string) =>
  new StickerLabError(`Another process (${other?.pid ?? '?'} on ${other?.host ?? '?'}) works on this batch.`, file, 'Pause it there first: in another window of VS Code, or in the terminal.');

/** One batch a dataset at a time. @throws StickerLabError where another living process works on the newest one */
export function refuseBatchElsewhere(batches: BatchStore, file: string): void {
  const newest = batches.newest();
  const owner = newest && batches.owner(newest.id);
  if (owner && !(owner.pid === process.pid && owner.host === os.hostname()) && isAlive(owner)) throw elsewhere(owner, file);
}

/**
 * Makes this process the one that works on a batch, until the answer is called for the first time.
 * @throws StickerLabError where another living process does
 */
export function ownBatch(batches: BatchStore, id: number, file: string): () => void {
  const owner = (): BatchOwner => ({ pid: process.pid, host: os.hostname(), at: new Date().toISOString() });
  if (!batches.claim(id, owner())) throw elsewhere(batches.owner(id), file);
  // Where another process holds the file, the next time will do: nobody could take a fault of a timer or of an end.
  const perhaps = (say: () => void) => {
    try {
      say();
    } catch {}
  };
  const timer = setInterval(() => perhaps(() => batches.claim(id, owner())), sayAgain);
  timer.unref();
  let isOurs = true;
  return () => {
    if (!isOurs) return;
    isOurs = false;
    clearInterval(timer);
    perhaps(() => batches.release(id, owner()));
  };
}
