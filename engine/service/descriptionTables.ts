import { views } from '../dataset/sticker.ts';
import type { ShownState } from '../store/descriptionRecord.ts';
import type { DescriptionRow } from './descriptionRequests.ts';
import type { Matches } from './filterCache.ts';
import { matchesOf } from './filterStickers.ts';
import type { OpenDataset, OpenDatasets } from './openDatasets.ts';
import type { PredictionTables } from './predictions.ts';
import type { RequestHandlers } from './requestHandlers.ts';
import type { StickerFilter } from './stickerFilter.ts';

/** States that ask for a person's word. */
const toReview: ReadonlySet<ShownState> = new Set<ShownState>(['missing', 'generated', 'stale']);

export function descriptionTableRequests(datasets: OpenDatasets, predictions: PredictionTables): Pick<RequestHandlers, 'descriptions/page' | 'descriptions/nextToReview'> {
  return {
    async 'descriptions/page'({ root, filter, offset, limit }, signal) {
      const opened = datasets.get(root);
      const matches = await matchesOf(opened, predictions, filter, signal);
      const rows = Array.from(matches.subarray(offset, offset + limit), (position): DescriptionRow => {
        const { id, label } = opened.dataset.stickers[position];
        return {
          id, label,
          views: views.map((view) => {
            const { text, state, present } = opened.texts.shown(id, view);
            return { view, version: present?.id ?? 0, text, state };
          }),
        };
      });
      return { total: matches.length, rows };
    },
    async 'descriptions/nextToReview'({ root, filter, id }, signal) {
      const opened = datasets.get(root);
      const matches = await matchesOf(opened, predictions, filter, signal);
      const proposed = new Set(opened.texts.store.proposed().map(({ sticker }) => sticker));
      const asks = (position: number) => {
        const { id: sticker } = opened.dataset.stickers[position];
        return proposed.has(sticker) || views.some((view) => toReview.has(opened.texts.shown(sticker, view).state));
      };
      const start = lastUpTo(id, matches, filter, opened);
      let left = 0;
      let next: string | null = null;
      for (let i = 1; i <= matches.length; i++) {
        const position = matches[(start + i) % matches.length];
        if (!asks(position)) continue;
        left++;
        const { id: sticker } = opened.dataset.stickers[position];
        if (sticker !== id) next ??= sticker;
      }
      return { id: next, left };
    },
  };
}

/**
 * Index of the last match up to a sticker in the filter's order; -1 where there is none. The sticker need not be a match: a text that was just
 * reviewed may no longer be what the filter asks for, and its review goes on from there, not from the first one that was passed over.
 */
function lastUpTo(id: string | null, matches: Matches, { selection }: StickerFilter, { positions, dataset }: Pick<OpenDataset, 'positions' | 'dataset'>): number {
  const own = id === null ? undefined : positions.get(id);
  if (id === null || own === undefined) return -1;
  const earlier = selection && new Set(selection.ids.slice(0, selection.ids.indexOf(id) + 1));
  return matches.findLastIndex((position) => (earlier ? earlier.has(dataset.stickers[position].id) : position <= own));
}
