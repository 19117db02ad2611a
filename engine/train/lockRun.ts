import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { fileFailure } from '../files/fileFailure.ts';
import { isAlive } from '../files/isAlive.ts';
import { runFiles, type RunStatus } from './runRecord.ts';

/** Between making the lock and writing into it a process may take so long. */
const writingMilliseconds = 10_000;

/** null where the text was cut off. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

async function isHeld(folder: string, file: string, text: string): Promise<boolean> {
  const holder = parse(text) as Pick<RunStatus, 'pid' | 'host' | 'at'> | null;
  if (!holder) return stat(file).then(({ mtimeMs }) => Date.now() - mtimeMs < writingMilliseconds, () => false);
  if (holder.host === os.hostname()) return isAlive(holder);
  const status = parse(await readFile(path.join(folder, runFiles.status), 'utf8').catch(() => '')) as RunStatus | null;
  return isAlive(holder) || (status !== null && isAlive(status));
}

/**
 * Makes this process the only one that trains the run, until the answer is called. The lock of a process that is gone is replaced.
 * @throws StickerLabError where another process trains it.
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'run.lock');
  const own = JSON.stringify({ pid: process.pid, host: os.hostname(), started: new Date(performance.timeOrigin).toISOString(), at: new Date().toISOString() });
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(file, own, { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileFailure(error, file);
    }
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) continue;
    if (await isHeld(folder, file, text)) break;
    const aside = `${file}.${process.pid}.stale`;
    // Of several that find it stale, one moves it; what was moved by mistake is put back.
    if (!(await rename(file, aside).then(() => true, () => false))) continue;
    const moved = await readFile(aside, 'utf8').catch(() => text);
    if (moved !== text) await writeFile(file, moved, { flag: 'wx' }).catch(() => undefined);
    await rm(aside, { force: true });
  }
  throw new StickerLabError('The run is already being trained by another process', folder, 'Stop that one first, or wait until it is done.');
}
