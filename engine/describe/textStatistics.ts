import { views, type View } from '../dataset/sticker.ts';
import { isTooLong, type CountPieces } from './findLong.ts';
import { inSlices } from './inSlices.ts';
import { wordsIn } from './words.ts';

export interface Spread {
  readonly mean: number;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Of one view's texts that are there. All zero where there are none. */
export interface TextStatistics {
  readonly view: View;
  readonly words: Spread;
  /** Code points. */
  readonly characters: Spread;
  /** Counts of texts by words, in bins of ten: 0-9, 10-19... */
  readonly wordBins: readonly number[];
  /** Texts longer than the text encoder takes. */
  readonly overLimit: number;
}

const wordsPerBin = 10;
const slice = 2000;
const pairs = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;
const charactersIn = (text: string) => text.length - (text.match(pairs)?.length ?? 0);

function spreadOf(values: Uint32Array): Spread {
  if (values.length === 0) return { mean: 0, median: 0, least: 0, most: 0 };
  const sorted = values.toSorted();
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, median, least: sorted[0], most: sorted.at(-1)! };
}

/** Four, in the order of the views. Texts of white space alone do not count. */
export async function textStatistics(texts: Readonly<Record<View, readonly string[]>>, count: CountPieces, signal?: AbortSignal): Promise<TextStatistics[]> {
  const statistics: TextStatistics[] = [];
  for (const view of views) {
    const present = texts[view].filter((text) => text.trim() !== '');
    const words = new Uint32Array(present.length);
    const characters = new Uint32Array(present.length);
    const wordBins: number[] = [];
    let overLimit = 0;
    await inSlices(present.length, slice, signal, (from, to) => {
      for (let i = from; i < to; i++) {
        words[i] = wordsIn(present[i]).length;
        characters[i] = charactersIn(present[i]);
        const bin = Math.floor(words[i] / wordsPerBin);
        while (wordBins.length <= bin) wordBins.push(0);
        wordBins[bin] += 1;
        if (isTooLong(present[i], count)) overLimit += 1;
      }
    });
    statistics.push({ view, words: spreadOf(words), characters: spreadOf(characters), wordBins, overLimit });
  }
  return statistics;
}
