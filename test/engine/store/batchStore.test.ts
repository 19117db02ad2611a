import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BatchOwner, BatchStore } from '../../../engine/store/batchStore.ts';
import { openDescriptionStore } from '../../../engine/store/openDescriptionStore.ts';

let folder: string;
const closing: (() => void)[] = [];

async function open(): Promise<BatchStore> {
  const { descriptions, batches } = await openDescriptionStore(folder);
  closing.push(descriptions.close);
  return batches;
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'batches-'));
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await rm(folder, { recursive: true, force: true });
});

const owner = (change: Partial<BatchOwner> = {}): BatchOwner => ({ pid: process.pid, host: os.hostname(), at: new Date().toISOString(), ...change });
/** A process id that no process has: above what Linux, macOS and Windows hand out. */
const nobody = 2 ** 30;

test('the newest batch comes back after reopening, as it was started and as it stands', async () => {
  const store = await open();
  expect(store.newest()).toBeNull();
  store.setState(store.add(['x.png'], null).id, 'done');
  const added = store.add(['b.png', 'a.png'], { policy: 'missing', hosts: [{ url: 'http://one', concurrency: 2 }] });
  expect(added).toMatchObject({ stickers: ['b.png', 'a.png'], state: 'planned' });
  expect([store.newest()?.stickers, store.find(added.id)]).toEqual([['x.png'], added]);
  store.setState(added.id, 'paused');
  closing.pop()!();
  expect((await open()).newest()).toEqual({ ...added, state: 'paused' });
});

test('one process at a time owns a batch; one that is gone gives way', async () => {
  const [store, other] = [await open(), await open()];
  const { id } = store.add(['a.png'], {});
  expect(store.owner(id)).toBeNull();
  expect(store.claim(id, owner())).toBe(true);
  // The parent process lives too.
  const rival = owner({ pid: process.ppid });
  expect(other.claim(id, rival)).toBe(false);
  const later = owner({ at: new Date(Date.now() + 1000).toISOString() });
  expect([store.claim(id, later), other.owner(id)]).toEqual([true, later]);
  other.release(id, rival);
  expect(store.owner(id)).toEqual(later);
  store.release(id, owner());
  expect([other.owner(id), other.claim(id, owner({ pid: nobody }))]).toEqual([null, true]);
  expect([store.claim(id, rival), store.owner(id)]).toEqual([true, rival]);
  expect(store.claim(99, owner())).toBe(false);
});

test('an owner on another machine counts as alive as long as it said so of late', async () => {
  const store = await open();
  const { id } = store.add(['a.png'], {});
  const away = (secondsAgo: number) => owner({ host: 'another-machine', pid: nobody, at: new Date(Date.now() - secondsAgo * 1000).toISOString() });
  store.claim(id, away(10));
  expect(store.claim(id, owner())).toBe(false);
  store.claim(id, away(600));
  expect(store.claim(id, owner())).toBe(true);
});

test('failures are kept by sticker and view, the newest of each', async () => {
  const store = await open();
  const [first, second] = [store.add(['a.png'], {}), store.add(['a.png'], {})];
  const failure = { sticker: 'a.png', view: 'style', reason: 'refusal', tries: 3 } as const;
  store.addFailure(first.id, { ...failure, view: null });
  store.addFailure(first.id, failure);
  store.addFailure(first.id, { ...failure, view: null, reason: 'no picture', tries: 1 });
  store.addFailure(second.id, failure);
  expect(store.failures(first.id)).toEqual([{ ...failure, view: null, reason: 'no picture', tries: 1 }, failure]);
  store.clearFailures(first.id);
  expect([store.failures(first.id), store.failures(second.id)]).toEqual([[], [failure]]);
});
