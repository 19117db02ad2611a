import { setImmediate } from 'node:timers/promises';
import { splits, views, type Sticker, type View } from '../dataset/sticker.ts';
import type { ShownState } from '../store/descriptionRecord.ts';
import type { Verdict } from '../store/verdictRecord.ts';
import type { VerdictTable } from '../store/verdicts.ts';
import type { Matches } from './filterCache.ts';
import type { OpenDataset } from './openDatasets.ts';
import type { PredictionTable, PredictionTables } from './predictions.ts';
import type { StickerFilter } from './stickerFilter.ts';

/** Stickers tested before other requests, and a cancellation, get their turn. */
const breath = 50_000;
/** The same where descriptions are judged: what makes them stale takes 30 us a sticker, and longer on a busy machine. */
const judgingBreath = 500;

type Filtered = Pick<OpenDataset, 'dataset' | 'positions' | 'filters'> & { readonly texts: { shown(id: string, view: View): { readonly state: ShownState } } };

/** What a filter's conditions ask beside the dataset; null where there is none. */
export interface Judgements {
  /** Those of the run in `filter.prediction`. */
  readonly predictions: PredictionTable | null;
  readonly verdicts: VerdictTable | null;
}

/** The stickers of a filter, judged by the run that it names and the verdicts as they are now. */
export async function matchesOf(opened: OpenDataset, predictions: PredictionTables, filter: StickerFilter, signal: AbortSignal): Promise<Matches> {
  const judged = {
    predictions: filter.prediction ? await predictions.of(opened, filter.prediction.run) : null,
    verdicts: filter.verdicts ? await opened.verdicts.read() : null,
  };
  return filterStickers(opened, filter, judged, signal);
}

/** The stickers every condition of the filter holds for: in id order, or in the selection's order. */
export async function filterStickers(opened: Filtered, filter: StickerFilter, judged: Judgements, signal: AbortSignal): Promise<Matches> {
  const key = `${judged.predictions?.version ?? ''} ${judged.verdicts?.version ?? ''} ${JSON.stringify(filter)}`;
  const known = opened.filters.get(key);
  if (known) return known;
  const { cleared } = opened.filters;
  const { stickers } = opened.dataset;
  const candidates = filter.selection ? selected(opened, filter.selection.ids) : null;
  const matches = new Int32Array(candidates?.length ?? stickers.length);
  const holds = conditions(filter, judged, opened);
  const restsAfter = filter.descriptions ? judgingBreath : breath;
  let count = 0;
  for (let i = 0; i < matches.length; i++) {
    if (i % restsAfter === restsAfter - 1) {
      await setImmediate();
      signal.throwIfAborted();
    }
    const position = candidates ? candidates[i] : i;
    if (holds.every((condition) => condition(stickers[position], position))) matches[count++] = position;
  }
  const found = matches.slice(0, count);
  if (opened.filters.cleared === cleared) opened.filters.set(key, found);
  return found;
}

function selected(opened: Pick<OpenDataset, 'positions'>, ids: readonly string[]): number[] {
  const positions = ids.map((id) => opened.positions.get(id)).filter((position) => position !== undefined);
  return [...new Set(positions)];
}

type Condition = (sticker: Sticker, position: number) => boolean;

/** Cheapest first. */
function conditions(filter: StickerFilter, { predictions, verdicts }: Judgements, { dataset: { classes }, texts }: Filtered): Condition[] {
  const found: Condition[] = [];
  if (filter.splits && filter.splits.length < splits.length) {
    const wanted = new Set(filter.splits);
    found.push((sticker) => wanted.has(sticker.split));
  }
  if (filter.labels) {
    const wanted = new Set(filter.labels);
    found.push((sticker) => sticker.label !== null && wanted.has(sticker.label));
  }
  if (filter.prediction) {
    const right = filter.prediction.outcome === 'right';
    found.push((sticker, position) => {
      const prediction = predictions?.predicted(position) ?? null;
      if (!predictions || prediction === null || sticker.label === null) return false;
      // By name: the dataset's class list may have changed since the run.
      return (predictions.classes[prediction] === classes[sticker.label]) === right;
    });
  }
  if (filter.verdicts) {
    const wanted = new Set<Verdict | null>(filter.verdicts);
    found.push(({ id }) => wanted.has(verdicts?.newest.get(id)?.verdict ?? null));
  }
  if (filter.descriptions) {
    const wanted = new Set<ShownState>(filter.descriptions.states);
    const judged = filter.descriptions.view === null ? views : [filter.descriptions.view];
    found.push(({ id }) => judged.some((view) => wanted.has(texts.shown(id, view).state)));
  }
  const words = (filter.search ?? '').toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length > 0) {
    found.push((sticker) => words.every((word) => mentions(sticker, word)));
  }
  return found;
}

/** Field by field: joining them first takes three times as long. */
function mentions({ id, text, descriptions }: Sticker, word: string): boolean {
  return id.toLowerCase().includes(word) || text.toLowerCase().includes(word) || views.some((view) => descriptions[view]?.toLowerCase().includes(word));
}
