import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { assignSplits, type SplitShares } from './assignSplits.ts';
import type { Dataset, Layout, Problem } from './dataset.ts';
import { matchNames } from './matchNames.ts';
import { problem, someOf } from './problem.ts';
import type { Split, Sticker } from './sticker.ts';

/** A sticker as a reader found it: its split may still be open. */
export interface FoundSticker extends Omit<Sticker, 'split'> {
  readonly split: Split | null;
  /** Where it was found, for messages. */
  readonly source: { readonly file: string; readonly line?: number };
}

export interface Collected {
  readonly root: string;
  readonly layout: Layout;
  readonly classes: readonly string[];
  readonly found: readonly FoundSticker[];
  /** Ids of the pictures that exist where this layout keeps pictures. */
  readonly pictures: ReadonlySet<string>;
  /** Pictures that exist but need no row, for example copies of listed ones. */
  readonly spare?: ReadonlySet<string>;
  /** Shares for the stickers whose split is open. */
  readonly shares: SplitShares;
  readonly problems: Problem[];
  readonly notes: string[];
}

/** What every reader ends with: duplicates out, open splits assigned, missing and unlisted pictures named, sorted by id. */
export function collectStickers({ root, layout, classes, found, pictures, spare, shares, problems, notes }: Collected): Dataset {
  const match = matchNames(pictures);
  const unique = withoutDuplicates(found.map((sticker) => ({ ...sticker, id: match(sticker.id) })), problems);
  if (unique.size === 0) {
    const first = problems.find(({ severity }) => severity === 'error');
    throw new StickerLabError(
      first ? `No sticker could be read: ${first.message}` : 'The annotations name no sticker.',
      path.join(root, first?.file ?? ''),
      first?.remedy ?? 'Check that this is the dataset\'s folder and that its annotation files are whole.',
    );
  }
  const open = [...unique.values()].filter(({ split }) => split === null);
  const assigned = assignSplits(open, shares);
  if (open.length > 0) {
    notes.push(`${open.length === unique.size ? 'The dataset has no splits' : `${open.length} stickers have no split`}: `
      + `assigned ${shares.join(':')} (train:validation:test), stratified by label, with a fixed seed.`);
  }
  const stickers = [...unique.values()]
    .map(({ id, split, label, votes, text, topic, descriptions, attributes }): Sticker =>
      ({ id, split: split ?? assigned.get(id)!, label, votes, text, topic, descriptions, attributes }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const missing = stickers.filter(({ id }) => !pictures.has(id)).map(({ id }) => id);
  if (missing.length > 0) {
    problems.push(problem('warning', missing[0], `${missing.length} of ${stickers.length} pictures do not exist: ${someOf(missing)}.`,
      'Add the pictures, or take their rows out of the annotations. Training leaves them out.'));
  }
  const unlisted = [...pictures].filter((id) => !unique.has(id) && !spare?.has(id)).toSorted();
  if (unlisted.length > 0) {
    problems.push(problem('information', unlisted[0], `${unlisted.length} pictures are in no annotation file: ${someOf(unlisted)}.`,
      'Add rows for them, or leave them: they are not used.'));
  }
  return { root, name: path.basename(root), layout, classes, stickers, missing, problems, notes };
}

function withoutDuplicates(found: readonly FoundSticker[], problems: Problem[]): Map<string, FoundSticker> {
  const unique = new Map<string, FoundSticker>();
  for (const sticker of found) {
    const first = unique.get(sticker.id);
    if (!first) {
      unique.set(sticker.id, sticker);
      continue;
    }
    const where = first.source.line === undefined ? first.source.file : `${first.source.file}, line ${first.source.line}`;
    const differs = first.label !== sticker.label || (first.split !== sticker.split);
    problems.push(problem('warning', sticker.source.file,
      `${sticker.id} is listed twice${differs ? ' with different labels or splits' : ''}; the first (${where}) is kept.`,
      'Take one of the two rows out.', sticker.source.line));
  }
  return unique;
}
