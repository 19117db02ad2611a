import { views, type View } from '../dataset/sticker.ts';
import type { DataRecord } from './runRecord.ts';

/** How the data of one run, or a dataset now, differ from another's. */
export interface DataChanges {
  /** Ids. */
  readonly labels: readonly string[];
  readonly splits: readonly string[];
  /** The sticker's own text. */
  readonly texts: readonly string[];
  readonly descriptions: readonly { readonly id: string; readonly views: readonly View[] }[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Why it cannot be said; null where it can. */
  readonly reason: string | null;
}

export const noChanges: DataChanges = { labels: [], splits: [], texts: [], descriptions: [], added: [], removed: [], reason: null };

export const changedViews = (from: DataRecord, to: DataRecord): View[] => views.filter((_, index) => from.descriptions[index] !== to.descriptions[index]);

/** Whether a model would learn something else from the one than from the other. */
export const differ = (from: DataRecord, to: DataRecord): boolean =>
  from.label !== to.label || from.split !== to.split || from.text !== to.text || changedViews(from, to).length > 0;

/** What changed from one to the other, ids in the order of the records. */
export function dataChanges(from: readonly DataRecord[], to: readonly DataRecord[]): DataChanges {
  const before = new Map(from.map((record) => [record.id, record]));
  const after = new Set(to.map(({ id }) => id));
  const both = to.flatMap((record): { readonly was: DataRecord; readonly is: DataRecord }[] => {
    const was = before.get(record.id);
    return was ? [{ was, is: record }] : [];
  });
  const ids = (changed: (was: DataRecord, is: DataRecord) => boolean) => both.filter(({ was, is }) => changed(was, is)).map(({ is }) => is.id);
  return {
    labels: ids((was, is) => was.label !== is.label),
    splits: ids((was, is) => was.split !== is.split),
    texts: ids((was, is) => was.text !== is.text),
    descriptions: both.map(({ was, is }) => ({ id: is.id, views: changedViews(was, is) })).filter((each) => each.views.length > 0),
    added: to.filter(({ id }) => !before.has(id)).map(({ id }) => id),
    removed: from.filter(({ id }) => !after.has(id)).map(({ id }) => id),
    reason: null,
  };
}
