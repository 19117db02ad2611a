import { stat } from 'node:fs/promises';
import os from 'node:os';
import { pictureFile } from '../dataset/dataset.ts';
import { makeThumbnail } from '../images/makeThumbnail.ts';
import { loadSharp } from '../images/sharp.ts';
import type { ThumbnailKey } from '../store/thumbnailCache.ts';
import { createNewestFirst } from './newestFirst.ts';
import type { OpenDataset, OpenDatasets } from './openDatasets.ts';
import { plainBytes } from './plainBytes.ts';
import { reportBroken } from './reportPictures.ts';
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

  return {
    async 'thumbnail/read'({ root, ids, size }, signal) {
      const opened = datasets.get(root);
      const known = ids.filter((id) => opened.positions.has(id));
      opened.thumbnailsAsked++;
      try {
        const thumbnails = await Promise.all(known.map(async (id) => ({ id, ...(await readOne(opened, id, size, signal)) })));
        reportBroken(opened, thumbnails.filter(({ bytes }) => !bytes), notify);
        return { thumbnails };
      } finally {
        opened.thumbnailsAsked--;
      }
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
