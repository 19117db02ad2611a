import { views } from '../dataset/sticker.ts';
import type { CheckedSticker } from './checkedSticker.ts';
import type { DescriptionProblem } from './descriptionProblem.ts';
import { findForeignLanguage } from './findForeignLanguage.ts';
import { findLong, type CountPieces } from './findLong.ts';
import { findMisplaced } from './findMisplaced.ts';
import { findMissing } from './findMissing.ts';
import { findSameTexts } from './findSameTexts.ts';
import { findUnusable } from './findUnusable.ts';
import { inSlices } from './inSlices.ts';

const slice = 100;

/**
 * Everything the checks find, in the order of the stickers and views. Works in slices, so that the process answers others meanwhile.
 * A text that is no description at all is not judged further.
 * @throws the signal's reason once it is aborted
 */
export async function checkDescriptions(stickers: readonly CheckedSticker[], count: CountPieces, signal: AbortSignal): Promise<DescriptionProblem[]> {
  const unusable: DescriptionProblem[] = [];
  const long: DescriptionProblem[] = [];
  await inSlices(stickers.length, slice, signal, (from, to) => {
    for (const sticker of stickers.slice(from, to)) {
      unusable.push(...findUnusable(sticker));
      long.push(...findLong(sticker, count));
    }
  });
  const key = ({ id, view }: DescriptionProblem) => `${view} ${id}`;
  const broken = new Set(unusable.map(key));
  const others = [...await findSameTexts(stickers, signal), ...await findMisplaced(stickers, signal), ...await findForeignLanguage(stickers, signal)];
  const problems = [...findMissing(stickers), ...unusable, ...long, ...others.filter((problem) => !broken.has(key(problem)))];
  const places = new Map(stickers.map(({ id }, place) => [id, place]));
  return problems.toSorted((a, b) => places.get(a.id)! - places.get(b.id)! || views.indexOf(a.view) - views.indexOf(b.view));
}
