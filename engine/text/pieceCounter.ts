import type { Tokenizer } from './tokenizer.ts';

/** A text's length in the text encoder's word pieces. */
export interface PieceCount {
  /** With [CLS] and [SEP]. */
  readonly pieces: number;
  readonly limit: number;
  /** Index into the text from where it would be cut; null where all of it fits. */
  readonly cutAt: number | null;
  /** False where BERT's own vocabulary is not installed, and another one counted. */
  readonly exact: boolean;
}

export type PieceCounter = (text: string) => PieceCount;

/** BERT's longest input, in pieces. */
export const pieceLimit = 512;

/** Counts as the text encoder does: `limit` pieces are read, [CLS] and [SEP] among them, and what comes after is cut off. */
export function createPieceCounter(tokenizer: Tokenizer, exact: boolean, limit = pieceLimit): PieceCounter {
  const count = (text: string) => tokenizer.encode(text, Number.MAX_SAFE_INTEGER).ids.length;
  return (text) => {
    const pieces = count(text);
    return { pieces, limit, cutAt: pieces > limit ? findCut(text, (part) => count(part) <= limit) : null, exact };
  };
}

/** The end of the longest beginning that fits, at a word's start: found by halving, as longer beginnings have more pieces. */
function findCut(text: string, fits: (part: string) => boolean): number {
  const starts = [...text.matchAll(/\S+/gu)].map(({ index }) => index);
  let [low, high] = [0, starts.length];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (fits(text.slice(0, starts[middle]))) low = middle;
    else high = middle;
  }
  return starts[low] ?? 0;
}
