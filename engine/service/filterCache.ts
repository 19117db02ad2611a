/** Indices into the dataset's stickers that pass a filter, in the order they are shown. */
export type Matches = Int32Array;

/** Remembers the matches of the latest filters: scrolling asks for the same one again and again. */
export interface FilterCache {
  get(key: string): Matches | undefined;
  set(key: string, matches: Matches): void;
  /** What the stickers say has changed. */
  clear(): void;
  /** How often it was cleared: matches found over a change are not to be kept. */
  readonly cleared: number;
}

/** At a million stickers one entry is 4 MB. */
const mostFilters = 12;

export function createFilterCache(): FilterCache {
  const entries = new Map<string, Matches>();
  let cleared = 0;
  return {
    get(key) {
      const matches = entries.get(key);
      if (matches) {
        entries.delete(key);
        entries.set(key, matches);
      }
      return matches;
    },
    set(key, matches) {
      entries.set(key, matches);
      if (entries.size > mostFilters) entries.delete(entries.keys().next().value!);
    },
    clear() {
      entries.clear();
      cleared++;
    },
    get cleared() {
      return cleared;
    },
  };
}
