import path from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import { readDataset } from '../dataset/readDataset.ts';
import { views, type Descriptions, type View } from '../dataset/sticker.ts';
import type { DescriptionVersion } from './descriptionRecord.ts';
import { descriptionsName } from './descriptionSchema.ts';
import { readDescriptionFile } from './readDescriptionFile.ts';
import { findStorage, type Storage } from './storage.ts';

type StoredText = Pick<DescriptionVersion, 'sticker' | 'view' | 'text' | 'state'>;

/** The text a description has, where the dataset's files give `given`; undefined where it has none: rejected ones are not used. */
function textOf({ text, state }: StoredText, given: string | undefined): string | undefined {
  if (state === 'given') return given;
  return state === 'rejected' || state === 'missing' || text === '' ? undefined : text;
}

function laidOver(given: Descriptions, stored: ReadonlyMap<View, StoredText>): Descriptions {
  const texts = views.map((view) => {
    const found = stored.get(view);
    return [view, found ? textOf(found, given[view]) : given[view]] as const;
  });
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
}

/** A dataset with the store's newest texts laid over its own. Texts of stickers it does not have are left out. */
export function withStoredTexts(dataset: Dataset, present: Iterable<StoredText>): Dataset {
  const stored = new Map<string, Map<View, StoredText>>();
  for (const text of present) {
    const ofSticker = stored.get(text.sticker) ?? new Map<View, StoredText>();
    stored.set(text.sticker, ofSticker.set(text.view, text));
  }
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
