import os from 'node:os';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { BatchOwner, BatchStore } from '../store/batchStore.ts';

const sayAgain = 20_000;

/**
 * Makes this process the one that works on a batch, until the answer is called.
 * @throws StickerLabError where another living process does
 */
export function ownBatch(batches: BatchStore, id: number, file: string): () => void {
  const owner = (): BatchOwner => ({ pid: process.pid, host: os.hostname(), at: new Date().toISOString() });
  if (!batches.claim(id, owner())) {
    const other = batches.owner(id);
    throw new StickerLabError(`Another process (${other?.pid ?? '?'} on ${other?.host ?? '?'}) works on this batch.`, file, 'Pause it there first: in another window of VS Code, or in the terminal.');
  }
  const timer = setInterval(() => batches.claim(id, owner()), sayAgain);
  timer.unref();
  return () => {
    clearInterval(timer);
    batches.release(id, owner());
  };
}
