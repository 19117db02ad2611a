import path from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import { readDataset } from '../dataset/readDataset.ts';
import { descriptionsName } from './descriptionSchema.ts';
import { laidOver, type StoredText, type StoredTexts } from './laidOver.ts';
import { readDescriptionFile } from './readDescriptionFile.ts';
import { findStorage, type Storage } from './storage.ts';

/** A dataset with the store's newest texts laid over its own. Texts of stickers it does not have are left out. */
export function withStoredTexts(dataset: Dataset, present: Iterable<StoredText>): Dataset {
  const stored = new Map<string, StoredTexts>();
  for (const text of present) stored.set(text.sticker, { ...stored.get(text.sticker), [text.view]: text });
  return {
    ...dataset,
    stickers: dataset.stickers.map((sticker) => {
      const texts = stored.get(sticker.id);
      return texts ? { ...sticker, descriptions: laidOver(sticker.descriptions, texts) } : sticker;
    }),
  };
}

/**
 * Reads the dataset in a folder as `readDataset` does, with the texts of `descriptions.db` in its storage, or in the one that is given.
 * Writes and makes nothing.
 * @throws StickerLabError where there is no dataset, or the file with the descriptions is damaged.
 */
export async function readDescribedDataset(root: string, options: { readonly signal?: AbortSignal; readonly storage?: Storage | null } = {}): Promise<Dataset> {
  const dataset = await readDataset(root, options);
  const storage = options.storage ?? await findStorage(dataset.root);
  const present = storage && await readDescriptionFile(path.join(storage.folder, descriptionsName));
  return present ? withStoredTexts(dataset, present) : dataset;
}
