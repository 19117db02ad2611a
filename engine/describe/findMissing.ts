import { views } from '../dataset/sticker.ts';
import type { CheckedSticker } from './checkedSticker.ts';
import type { DescriptionProblem } from './descriptionProblem.ts';

const isThere = ({ text }: { readonly text: string }) => text.trim() !== '';

/** Views without a text, in a dataset that has any text at all. */
export function findMissing(stickers: readonly CheckedSticker[]): DescriptionProblem[] {
  if (!stickers.some(({ texts }) => views.some((view) => isThere(texts[view])))) return [];
  return stickers.flatMap(({ id, texts }) => views.filter((view) => !isThere(texts[view])).map((view): DescriptionProblem => ({
    kind: 'missing', id, view, message: `The ${view} of ${id} is missing.`, remedy: 'Generate or write it; until then the sticker\'s own text stands in for it.',
  })));
}
