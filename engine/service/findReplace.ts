import { views, type View } from '../dataset/sticker.ts';
import { compileQuery, type TextQuery } from '../describe/textQuery.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { Describer } from './describer.ts';
import { changeTexts } from './descriptions.ts';
import { matchesOf } from './filterStickers.ts';
import type { OpenDataset, OpenDatasets } from './openDatasets.ts';
import type { PredictionTables } from './predictions.ts';
import type { RequestHandlers } from './requestHandlers.ts';
import type { StickerFilter } from './stickerFilter.ts';

interface FoundText {
  readonly id: string;
  readonly view: View;
  readonly text: string;
  readonly version: number;
  readonly places: number;
}

export function findReplaceRequests(datasets: OpenDatasets, predictions: PredictionTables, describer: Describer): Pick<RequestHandlers, 'descriptions/find' | 'descriptions/replace'> {
  /** The texts of a filter that a query occurs in, in the filter's order. */
  const find = async (opened: OpenDataset, filter: StickerFilter, query: TextQuery, signal: AbortSignal): Promise<FoundText[]> => {
    const texts = textsOf(opened, await matchesOf(opened, predictions, filter, signal), query.view);
    const counts = await compileQuery(query).count(texts.map(({ text }) => text), signal);
    return texts.flatMap((text, index) => (counts[index] > 0 ? [{ ...text, places: counts[index] }] : []));
  };
  return {
    async 'descriptions/find'({ root, filter, query, replacement, offset, limit }, signal) {
      const opened = datasets.get(root);
      const found = await find(opened, filter, query, signal);
      const shown = found.slice(offset, offset + limit);
      const after = await compileQuery(query).replace(shown.map(({ text }) => text), replacement, signal);
      return {
        places: found.reduce((sum, { places }) => sum + places, 0),
        texts: found.length,
        stickers: new Set(found.map(({ id }) => id)).size,
        changes: shown.map(({ id, view, text }, index) => ({ id, view, state: opened.texts.shown(id, view).state, before: text, after: after[index] })),
      };
    },
    async 'descriptions/replace'({ root, filter, query, replacement, texts }, signal) {
      const opened = datasets.get(root);
      const found = await find(opened, filter, query, signal);
      if (found.length !== texts) {
        throw new StickerLabError(`The texts have changed: the preview counted ${texts.toLocaleString('en')}, now there are ${found.length.toLocaleString('en')}.`, opened.texts.store.file, 'Look at the new preview, then replace.');
      }
      const after = await compileQuery(query).replace(found.map(({ text }) => text), replacement, signal);
      return changeTexts(opened, { title: `Replace "${query.find}" with "${replacement}"`, who: describer.who, continues: null },
        found.map(({ id, view, version }, index) => ({ id, view, version, text: after[index] })));
    },
  };
}

function textsOf({ dataset, texts }: OpenDataset, positions: Int32Array, view: View | null): Omit<FoundText, 'places'>[] {
  const asked = view === null ? views : [view];
  const found: Omit<FoundText, 'places'>[] = [];
  for (const position of positions) {
    const { id } = dataset.stickers[position];
    for (const each of asked) {
      const { text, present } = texts.table.read(id, each);
      if (text !== '') found.push({ id, view: each, text, version: present?.id ?? 0 });
    }
  }
  return found;
}
