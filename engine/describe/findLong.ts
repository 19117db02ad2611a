import { views } from '../dataset/sticker.ts';
import type { CheckedSticker } from './checkedSticker.ts';
import type { DescriptionProblem } from './descriptionProblem.ts';

/** A text's length in the text encoder's pieces, and what it takes, both with [CLS] and [SEP]. */
export type CountPieces = (text: string) => { readonly pieces: number; readonly limit: number };

/** A piece is at least one character, but for Hangul, whose syllables BERT takes apart into up to three. */
const mostPieces = (text: string) => (text.length > 169 && /[\uAC00-\uD7A3]/.test(text) ? 3 * text.length : text.length);
/** What BERT's 512 leave for the text, less a little. */
const surelyFits = 508;

export const isTooLong = (text: string, count: CountPieces): boolean => {
  if (mostPieces(text) <= surelyFits) return false;
  const { pieces, limit } = count(text);
  return pieces > limit;
};

/** Texts that the text encoder would cut. */
export function findLong({ id, texts }: CheckedSticker, count: CountPieces): DescriptionProblem[] {
  return views.filter((view) => texts[view].state !== 'rejected' && isTooLong(texts[view].text, count)).map((view): DescriptionProblem => {
    const { pieces, limit } = count(texts[view].text);
    return { kind: 'long', id, view, message: `The ${view} of ${id} has ${pieces} pieces, and the text encoder takes ${limit}: the rest is cut off.`, remedy: 'Shorten it.' };
  });
}
