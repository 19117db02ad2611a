import { views, type Descriptions, type View } from '../dataset/sticker.ts';
import type { DescriptionVersion } from './descriptionRecord.ts';

export type StoredText = Pick<DescriptionVersion, 'sticker' | 'view' | 'text' | 'state'>;

/** Newest versions of a sticker's descriptions. */
export type StoredTexts = Partial<Readonly<Record<View, StoredText>>>;

/** The texts that training and search see, where the dataset's files give `given`: rejected texts are not used. */
export function laidOver(given: Descriptions, stored: StoredTexts): Descriptions {
  const texts: Partial<Record<View, string>> = {};
  for (const view of views) {
    const found = stored[view];
    const text = !found || found.state === 'given' ? given[view] : found.text;
    if (text && found?.state !== 'rejected' && found?.state !== 'missing') texts[view] = text;
  }
  return texts;
}
