import type { Dataset } from '../dataset/dataset.ts';
import type { Sticker, View } from '../dataset/sticker.ts';
import type { DescriptionState } from './descriptionRecord.ts';
import type { DescriptionStore, PresentDescription } from './descriptionStore.ts';
import { laidOver } from './laidOver.ts';
import { createSharedStrings } from './sharedStrings.ts';

/** What a sticker's view says now. */
export interface PresentText {
  /** '' where there is none. */
  readonly text: string;
  readonly state: DescriptionState;
  readonly present: PresentDescription | null;
}

/**
 * A dataset's texts in memory: those of its files, the store's laid over. `stickers` are the dataset's with the texts that training and search
 * see, in the same order, replaced one by one as texts change.
 */
export interface DescriptionTable {
  readonly stickers: readonly Sticker[];
  /** @throws RangeError for an id the dataset has not. */
  read(id: string, view: View): PresentText;
  /** What the view says if this is its newest version. */
  readAs(id: string, view: View, present: PresentDescription | null): PresentText;
  /**
   * Takes over what has been written, by this process or another; -> the ids of the stickers concerned.
   * @param own what the store answered that it has just written: it is not read again
   */
  sync(own?: readonly PresentDescription[]): string[];
}

export function createDescriptionTable(dataset: Pick<Dataset, 'stickers'>, store: Pick<DescriptionStore, 'present' | 'since'>): DescriptionTable {
  const given = dataset.stickers;
  const positions = new Map(given.map(({ id }, position) => [id, position]));
  const stickers = [...given];
  const rows = new Map<string, Partial<Record<View, PresentDescription>>>();
  const shared = createSharedStrings();
  let newest = 0;

  const take = (version: PresentDescription): boolean => {
    newest = Math.max(newest, version.id);
    const position = positions.get(version.sticker);
    // Of a sticker that is no longer in the dataset: kept in the store, and shown again if it comes back.
    if (position === undefined) return false;
    const { id } = given[position];
    const { view, who, source } = version;
    const row = rows.get(id) ?? {};
    row[view] = {
      ...version, sticker: id, who: shared(who),
      source: source && { model: shared(source.model), digest: shared(source.digest), input: shared(source.input), batch: source.batch },
    };
    rows.set(id, row);
    return true;
  };
  const read = (id: string, view: View) => readAs(id, view, rows.get(id)?.[view] ?? null);
  const readAs = (id: string, view: View, present: PresentDescription | null): PresentText => {
    const position = positions.get(id);
    if (position === undefined) throw new RangeError(`no sticker ${id}`);
    if (present && present.state !== 'given') return { text: present.text, state: present.state, present };
    const text = given[position].descriptions[view] ?? '';
    return { text, state: text === '' ? 'missing' : 'given', present };
  };
  const lay = (id: string) => {
    const position = positions.get(id)!;
    stickers[position] = { ...given[position], descriptions: laidOver(given[position].descriptions, rows.get(id)!) };
  };

  for (const version of store.present()) take(version);
  for (const id of rows.keys()) lay(id);
  return {
    stickers,
    read,
    readAs,
    sync(own = []) {
      const changed = new Set<string>();
      const takeAll = (versions: readonly PresentDescription[]) => {
        for (const version of versions) if (take(version)) changed.add(version.sticker);
      };
      // Ids count up by one: where there are others in between, another process wrote them.
      if (own.length > 0 && own.at(-1)!.id === newest + own.length) takeAll(own);
      takeAll(store.since(newest));
      for (const id of changed) lay(id);
      return [...changed];
    },
  };
}
