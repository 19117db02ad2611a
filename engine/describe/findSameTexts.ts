import { views, type View } from '../dataset/sticker.ts';
import { isOpen, remedyFor, type CheckedSticker } from './checkedSticker.ts';
import type { DescriptionProblem } from './descriptionProblem.ts';
import { inSlices } from './inSlices.ts';

/** Characters from which two stickers have the same text by no chance. `A cat that waves.` may well be said of many. */
const longEnough = 100;
const named = 3;
const slice = 500;

/** Texts that several stickers have, or one sticker in several views. */
export async function findSameTexts(stickers: readonly CheckedSticker[], signal: AbortSignal): Promise<DescriptionProblem[]> {
  const places = new Map<string, { readonly sticker: CheckedSticker; readonly view: View }[]>();
  await inSlices(stickers.length, slice, signal, (from, to) => {
    for (const sticker of stickers.slice(from, to)) {
      for (const view of views) {
        const { text } = sticker.texts[view];
        if (text.length < longEnough || !isOpen(sticker.texts[view])) continue;
        const key = text.trim().replace(/\s{2,}|[^\S ]/gu, ' ').toLowerCase();
        const known = places.get(key);
        if (known) known.push({ sticker, view });
        else places.set(key, [{ sticker, view }]);
      }
    }
  });
  const problems: DescriptionProblem[] = [];
  for (const same of places.values()) {
    if (same.length < 2) continue;
    for (const { sticker, view } of same) {
      const some = same.slice(0, named + 1).filter((other) => other.sticker !== sticker || other.view !== view).slice(0, named);
      const names = some.map((other) => (other.sticker === sticker ? `its own ${other.view}` : other.view === view ? other.sticker.id : `${other.sticker.id} (${other.view})`));
      const more = same.length - 1 - some.length;
      problems.push({
        kind: 'same', id: sticker.id, view, message: `The ${view} of ${sticker.id} is the same text as that of ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`, remedy: remedyFor(sticker.texts[view]),
      });
    }
  }
  return problems;
}
