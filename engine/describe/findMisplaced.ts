import { views, type View } from '../dataset/sticker.ts';
import { isOpen, remedyFor, type CheckedSticker } from './checkedSticker.ts';
import type { DescriptionProblem } from './descriptionProblem.ts';
import { inSlices } from './inSlices.ts';
import { wordsIn } from './words.ts';

/** Texts each view needs before its words are known, and words a text needs. */
const enoughTexts = 50;
const enoughWords = 6;
/** How much likelier another view has to make a text, as a logarithm: in all, and a word. Words are not independent, so the sum exaggerates. */
const clearMargin = 12;
const clearMarginPerWord = 0.6;
/** Added to every count (Lidstone). */
const smoothing = 0.5;
const slice = 250;

interface LearnedText {
  readonly sticker: CheckedSticker;
  readonly view: number;
  /** Its words by number, each once. */
  readonly words: Uint32Array;
}

/**
 * Texts that read like those of another view: naive Bayes over the words of the dataset's own texts,
 * score(c) = sum over words w of log((n_cw + s) / (N_c + s V)), each text left out of its own counts.
 */
export async function findMisplaced(stickers: readonly CheckedSticker[], signal: AbortSignal): Promise<DescriptionProblem[]> {
  const numbers = new Map<string, number>();
  const counts = views.map((): number[] => []);
  const totals = views.map(() => 0);
  const learned: LearnedText[] = [];
  await inSlices(stickers.length, slice, signal, (from, to) => {
    for (const sticker of stickers.slice(from, to)) {
      views.forEach((name, view) => {
        const { text, state } = sticker.texts[name];
        if (text.trim() === '' || state === 'rejected') return;
        const words = Uint32Array.from(new Set(wordsIn(text)), (word) => {
          const known = numbers.get(word);
          if (known !== undefined) return known;
          numbers.set(word, numbers.size);
          for (const count of counts) count.push(0);
          return numbers.size - 1;
        });
        for (const word of words) counts[view][word] += 1;
        totals[view] += words.length;
        learned.push({ sticker, view, words });
      });
    }
  });
  const texts = views.map((_, view) => learned.reduce((sum, each) => sum + (each.view === view ? 1 : 0), 0));
  const known = views.flatMap((_, view) => (texts[view] >= enoughTexts ? [view] : []));
  if (known.length < 2) return [];
  const problems: DescriptionProblem[] = [];
  const logCounts = counts.map((count) => Float64Array.from(count, (n) => Math.log(n + smoothing)));
  const score = ({ view: own, words }: LearnedText, view: number) => {
    const isOwn = own === view;
    const count = counts[view];
    const logCount = logCounts[view];
    let sum = -words.length * Math.log(totals[view] - (isOwn ? words.length : 0) + smoothing * numbers.size);
    for (const word of words) sum += isOwn ? Math.log(count[word] - 1 + smoothing) : logCount[word];
    return sum;
  };
  await inSlices(learned.length, slice, signal, (from, to) => {
    for (const text of learned.slice(from, to)) {
      const name = views[text.view];
      const checked = text.sticker.texts[name];
      if (text.words.length < enoughWords || !known.includes(text.view) || !isOpen(checked)) continue;
      const own = score(text, text.view);
      let belongs: View = name;
      let best = own;
      for (const view of known) {
        const other = view === text.view ? own : score(text, view);
        if (other > best) [best, belongs] = [other, views[view]];
      }
      if (best - own < Math.max(clearMargin, clearMarginPerWord * text.words.length)) continue;
      problems.push({
        kind: 'misplaced', id: text.sticker.id, view: name, belongs, message: `The ${name} of ${text.sticker.id} reads like a text about ${belongs}.`, remedy: `Move it there, or ${remedyFor(checked).replace(/^./u, (letter) => letter.toLowerCase())}`,
      });
    }
  });
  return problems;
}
