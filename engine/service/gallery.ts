import { matchesOf } from './filterStickers.ts';
import type { OpenDatasets } from './openDatasets.ts';
import type { PredictionTables } from './predictions.ts';
import type { RequestHandlers } from './requestHandlers.ts';
import type { StickerTile } from './requests.ts';

export function galleryRequests(
  datasets: OpenDatasets,
  predictions: PredictionTables,
): Pick<RequestHandlers, 'gallery/page' | 'gallery/ids' | 'gallery/position'> {
  return {
    async 'gallery/page'({ root, filter, run, offset, limit }, signal) {
      const opened = datasets.get(root);
      const matches = await matchesOf(opened, predictions, filter, signal);
      const table = run ? await predictions.of(opened, run) : null;
      const tiles = Array.from(matches.subarray(offset, offset + limit), (position): StickerTile => {
        const { id, split, label } = opened.dataset.stickers[position];
        return { id, split, label, prediction: table?.predicted(position) ?? null };
      });
      return { total: matches.length, tiles };
    },
    async 'gallery/ids'({ root, filter }, signal) {
      const opened = datasets.get(root);
      const matches = await matchesOf(opened, predictions, filter, signal);
      return { ids: Array.from(matches, (position) => opened.dataset.stickers[position].id) };
    },
    async 'gallery/position'({ root, filter, id }, signal) {
      const opened = datasets.get(root);
      const matches = await matchesOf(opened, predictions, filter, signal);
      const position = opened.positions.get(id);
      return { position: position === undefined ? -1 : matches.indexOf(position) };
    },
  };
}
