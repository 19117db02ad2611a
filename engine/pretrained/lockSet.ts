import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileFailure } from '../files/fileFailure.ts';

/** The holder touches its lock this often; one that has not for `stale` is gone, or on a host that is. */
const touchMilliseconds = 10_000;
const staleMilliseconds = 60_000;
const askAgainMilliseconds = 200;

/** Of this host the process tells whether the lock is held, of another how fresh it is. */
async function isHeld(file: string): Promise<boolean> {
  const [text, touched] = await Promise.all([readFile(file, 'utf8'), stat(file).then(({ mtimeMs }) => mtimeMs)]).catch(() => ['', 0] as const);
  if (Date.now() - touched > staleMilliseconds) return false;
  const [pid, host] = text.split(' ');
  // Cut off: being written just now.
  if (!host || host !== os.hostname()) return true;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Of several that find it stale one moves it; what was moved by mistake is put back. */
async function removeStale(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null);
  const aside = `${file}.${process.pid}.stale`;
  if (text === null || !(await rename(file, aside).then(() => true, () => false))) return;
  const moved = await readFile(aside, 'utf8').catch(() => text);
  if (moved !== text) await writeFile(file, moved, { flag: 'wx' }).catch(() => undefined);
  await rm(aside, { force: true });
}

/**
 * Makes this process the only one that writes into a set's folder, until the answer is called. Waits for another that does;
 * `onWait` is called once where it must.
 */
export async function lockSet(folder: string, signal?: AbortSignal, onWait?: () => void): Promise<() => Promise<void>> {
  const file = path.join(folder, 'download.lock');
  let told = false;
  for (;;) {
    signal?.throwIfAborted();
    try {
      await writeFile(file, `${process.pid} ${os.hostname()} ${performance.timeOrigin}`, { flag: 'wx' });
      const touch = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), touchMilliseconds).unref();
      return async () => {
        clearInterval(touch);
        await rm(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileFailure(error, file);
    }
    if (await isHeld(file)) {
      if (!told) onWait?.();
      told = true;
      await sleep(askAgainMilliseconds, undefined, signal ? { signal } : {});
    } else {
      await removeStale(file);
    }
  }
}
