import { withoutQuotes } from './quotedSpeech.ts';

/** Times a phrase of so many words has to follow itself to be a loop: laughter and `no, no, no` are none, and lists differ in a word. */
const timesFor = (words: number) => (words === 1 ? 10 : words === 2 ? 6 : words <= 5 ? 4 : 3);
const longestPhrase = 120;
/** One unit over and over without a space. */
const run = /([^\s\d]{1,12}?)\1{23,}/u;
/** A word, or an ideograph, which stands for one. Numbers count up within loops and are left out. */
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}]+(?:['’][\p{L}]+)?/gu;

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
    const words = sentence.toLowerCase().match(word);
    if (!words || words.length < 4) continue;
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
  const found = run.exec(own);
  if (found) return found[1];
  const written = own.toLowerCase().match(word);
  if (!written || written.length < timesFor(1)) return null;
  const numbers = new Map<string, number>();
  const words = Int32Array.from(written, (each) => {
    const known = numbers.get(each);
    if (known !== undefined) return known;
    numbers.set(each, numbers.size);
    return numbers.size - 1;
  });
  // Where most words are there once, nothing repeats.
  if (numbers.size * 10 > words.length * 9) return null;
  for (let period = 1; period <= Math.min(longestPhrase, words.length / timesFor(period)); period++) {
    const at = repeatedFrom(words, period);
    if (at >= 0) return written.slice(at, at + period).join(' ');
  }
  return repeatedSentence(own, words.length);
}
