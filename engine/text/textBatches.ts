/** Texts that are read together: their places among all texts, and the length each is padded to. */
export interface TextBatch {
  readonly length: number;
  /** Texts a batch of this length has room for. */
  readonly size: number;
  readonly rows: readonly number[];
}

/** Texts are padded to a multiple of this. */
const step = 32;

/** The length a text of so many ids is padded to. */
export const paddedLength = (ids: number, maxLength: number) => Math.min(maxLength, Math.ceil(ids / step) * step);

/** Positions a batch has: enough for both cores, few enough to stop within seconds. */
const positionsOfBatch = 512;

/**
 * Groups texts by their number of ids, the longest first, so that a run that will not fit in memory fails at once and
 * guesses of the time left are not too hopeful. `padToLimit`: every text is padded to `maxLength`, because padding counts.
 */
export function batchTexts(lengths: readonly number[], maxLength: number, padToLimit: boolean): TextBatch[] {
  const groups = Map.groupBy(lengths.keys(), (row) => (padToLimit ? maxLength : paddedLength(lengths[row], maxLength)));
  return [...groups].toSorted(([a], [b]) => b - a).flatMap(([length, rows]) => {
    const size = Math.max(1, Math.floor(positionsOfBatch / length));
    return Array.from({ length: Math.ceil(rows.length / size) }, (_, batch) => ({ length, size, rows: rows.slice(batch * size, (batch + 1) * size) }));
  });
}
