import { StickerLabError } from '../errors/stickerLabError.ts';
import type { OpenDataset, OpenDatasets } from './openDatasets.ts';

/** An open dataset that has this sticker. @throws StickerLabError where it has not */
export function withSticker(datasets: OpenDatasets, root: string, id: string): OpenDataset {
  const opened = datasets.get(root);
  if (!opened.positions.has(id)) throw new StickerLabError(`The dataset has no sticker ${id}.`, id, 'It may have been renamed or removed: reopen the dataset.');
  return opened;
}
