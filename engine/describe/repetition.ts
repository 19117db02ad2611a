import { withoutQuotes } from './quotedSpeech.ts';
import { wordsIn } from './words.ts';

/** Times a phrase of so many words has to follow itself to be a loop: laughter and `no, no, no` are none, and lists differ in a word. */
const timesFor = (words: number) => (words === 1 ? 10 : words === 2 ? 6 : words <= 5 ? 4 : 3);
const longestPhrase = 120;
/** One unit over and over without a space. */
const run = /([^\s\d]{1,12}?)\1{23,}/u;
/** Numbers count up within loops. */
const withoutNumbers = (words: readonly string[]) => words.filter((word) => !/^\d+$/.test(word));

/** Of 24 characters or more, as a run has. */
function hasLongWord(text: string): boolean {
  for (let from = 0, to = 0; to >= 0; from = to + 1) {
    to = text.indexOf(' ', from);
    if ((to < 0 ? text.length : to) - from >= 24) return true;
  }
  return false;
}

/** Pairs of words that were there before. Every loop and repeated sentence has as many as `fewestPairs`, most texts have fewer. */
function repeatedPairs(words: Int32Array, different: number): number {
  const pairs = new Set<number>();
  for (let i = 1; i < words.length; i++) pairs.add(words[i - 1] * different + words[i]);
  return words.length - 1 - pairs.size;
}
const fewestPairs = 6;

/** Where the words from `i` on repeat those `period` before them often enough, where the repetition starts; else -1. */
function repeatedFrom(words: Int32Array, period: number): number {
  const needed = period * (timesFor(period) - 1);
  let same = 0;
  for (let i = period; i < words.length; i++) {
    same = words[i] === words[i - period] ? same + 1 : 0;
    if (same >= needed) return i - same - period + 1;
  }
  return -1;
}

/** A sentence of four words or more that stands there three times or more and makes up a third of the text. */
function repeatedSentence(text: string, total: number): string | null {
  const counts = new Map<string, { times: number; words: number }>();
  for (const sentence of text.split(/[.!?。！？\n]+/u)) {
    const words = withoutNumbers(wordsIn(sentence));
    if (words.length < 4) continue;
    const key = words.join(' ');
    const found = counts.get(key) ?? { times: 0, words: words.length };
    found.times += 1;
    if (found.times >= 3 && found.times * found.words * 3 >= total) return key;
    counts.set(key, found);
  }
  return null;
}

/** The phrase that a text repeats over and over; null where it does not. What it quotes from a sticker may repeat itself. */
export function loopIn(text: string): string | null {
  const own = withoutQuotes(text);
  const found = hasLongWord(own) ? run.exec(own) : null;
  if (found) return found[1];
  const written = withoutNumbers(wordsIn(own));
  if (written.length < timesFor(1)) return null;
  const numbers = new Map<string, number>();
  const words = Int32Array.from(written, (each) => {
    const known = numbers.get(each);
    if (known !== undefined) return known;
    numbers.set(each, numbers.size);
    return numbers.size - 1;
  });
  if (repeatedPairs(words, numbers.size) < fewestPairs) return null;
  for (let period = 1; period <= Math.min(longestPhrase, words.length / timesFor(period)); period++) {
    const at = repeatedFrom(words, period);
    if (at >= 0) return written.slice(at, at + period).join(' ');
  }
  return repeatedSentence(own, words.length);
}
