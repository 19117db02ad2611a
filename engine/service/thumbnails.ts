import { stat } from 'node:fs/promises';
import os from 'node:os';
import { pictureFile, type Problem } from '../dataset/dataset.ts';
import { makeThumbnail } from '../images/makeThumbnail.ts';
import { loadSharp } from '../images/sharp.ts';
import type { ThumbnailKey } from '../store/thumbnailCache.ts';
import { createNewestFirst } from './newestFirst.ts';
import type { OpenDataset, OpenDatasets } from './openDatasets.ts';
import { plainBytes } from './plainBytes.ts';
import type { Notify, RequestHandlers } from './requestHandlers.ts';
import { createSharedJobs } from './sharedJobs.ts';

/** A WebP picture, or why there is none. */
interface Thumbnail {
  readonly bytes: Uint8Array | null;
  readonly reason: string | null;
}

/** Thumbnails from the cache where the picture is unchanged, else made, newest request first and one a core at a time. */
export function thumbnailRequests(datasets: OpenDatasets, notify: Notify): Pick<RequestHandlers, 'thumbnail/read'> {
  const inTurn = createNewestFirst(os.availableParallelism());
  const shared = createSharedJobs<Thumbnail>();

  const readOne = async (opened: OpenDataset, id: string, size: number, signal: AbortSignal): Promise<Thumbnail> => {
    const file = pictureFile(opened.dataset, id);
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) return { bytes: null, reason: 'The picture is missing.' };
    const key: ThumbnailKey = { id, size, modified: Math.trunc(found.mtimeMs), length: found.size };
    const cached = opened.thumbnails.read(key);
    if (cached) return { bytes: cached, reason: null };
    return shared(`${file} ${size}`, signal, async (jobSignal) => {
      const made = await inTurn(jobSignal, () => make(file, size));
      if (made.bytes) opened.thumbnails.write(key, made.bytes);
      return made;
    });
  };

  const report = (opened: OpenDataset, broken: readonly { id: string; reason: string | null }[]) => {
    const missing = new Set(opened.dataset.missing);
    const problems = broken
      .filter(({ id }) => !opened.laterProblems.has(id) && !missing.has(id))
      .map(({ id, reason }): Problem => ({
        severity: 'error', file: id, message: reason ?? 'The picture cannot be shown.',
        remedy: 'Replace the file with a whole picture, or take its row out of the annotations.',
      }));
    if (problems.length === 0) return;
    for (const problem of problems) opened.laterProblems.set(problem.file, problem);
    notify('dataset/didFindProblems', { root: opened.dataset.root, problems });
  };

  return {
    async 'thumbnail/read'({ root, ids, size }, signal) {
      const opened = datasets.get(root);
      const known = ids.filter((id) => opened.positions.has(id));
      const thumbnails = await Promise.all(known.map(async (id) => ({ id, ...(await readOne(opened, id, size, signal)) })));
      report(opened, thumbnails.filter(({ bytes }) => !bytes));
      return { thumbnails };
    },
  };
}

async function make(file: string, size: number): Promise<Thumbnail> {
  // A missing library is no fault of the picture: it is thrown here, before.
  await loadSharp();
  try {
    return { bytes: plainBytes(await makeThumbnail(file, size)), reason: null };
  } catch (error) {
    return { bytes: null, reason: error instanceof Error ? error.message : String(error) };
  }
}
