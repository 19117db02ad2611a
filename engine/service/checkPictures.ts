import { stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { pictureFile } from '../dataset/dataset.ts';
import { checkPicture } from '../images/checkPicture.ts';
import { loadSharp } from '../images/sharp.ts';
import type { ThumbnailKey } from '../store/thumbnailCache.ts';
import type { OpenDataset } from './openDatasets.ts';
import { reportBroken } from './reportPictures.ts';
import type { Notify } from './requestHandlers.ts';

/** The answer to `dataset/open` is out before the first report, in milliseconds. */
const startAfter = 500;
const waitForThumbnails = 50;
/** Reports are gathered this long: each makes the list of problems anew. */
const reportEvery = 1000;
/** Stored as a thumbnail of this size without a byte: the picture, as long and as old as this, was whole. */
const wholeSize = 0;

/**
 * Decodes every picture of an open dataset, one at a time and none while thumbnails are being made, and tells of those
 * that cannot be used. Whole ones are remembered in the cache, so that the next opening only looks at their length and
 * time. Ends when the dataset is closed.
 */
export async function checkPictures(opened: OpenDataset, notify: Notify): Promise<void> {
  const { dataset, missing, thumbnails, closed } = opened;
  try {
    await setTimeout(startAfter, undefined, { signal: closed, ref: false });
    // Without the library nothing can be said of any picture; asking for a thumbnail says so.
    await loadSharp();
  } catch {
    return;
  }
  let broken: { id: string; reason: string }[] = [];
  let reported = performance.now();
  const report = () => {
    reportBroken(opened, broken, notify);
    broken = [];
    reported = performance.now();
  };
  for (const { id } of dataset.stickers) {
    if (performance.now() - reported > reportEvery) report();
    if (missing.has(id)) continue;
    while (opened.thumbnailsAsked > 0 && !closed.aborted) await setTimeout(waitForThumbnails);
    const file = pictureFile(dataset, id);
    const found = await stat(file).catch(() => null);
    if (closed.aborted) return;
    const key: ThumbnailKey = { id, size: wholeSize, modified: Math.trunc(found?.mtimeMs ?? 0), length: found?.size ?? 0 };
    if (found && thumbnails.read(key)) continue;
    const reason = await checkPicture(file);
    if (closed.aborted) return;
    if (reason !== null) broken.push({ id, reason });
    else if (found) thumbnails.write(key, new Uint8Array());
  }
  report();
}
