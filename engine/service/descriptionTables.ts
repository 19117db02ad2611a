import { views } from '../dataset/sticker.ts';
import type { ShownState } from '../store/descriptionRecord.ts';
import type { DescriptionRow } from './descriptionRequests.ts';
import { matchesOf } from './filterStickers.ts';
import type { OpenDatasets } from './openDatasets.ts';
import type { PredictionTables } from './predictions.ts';
import type { RequestHandlers } from './requestHandlers.ts';

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
      const start = id === null ? -1 : matches.indexOf(opened.positions.get(id) ?? -1);
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
