import { francAll } from 'franc-min';
import { views, type View } from '../dataset/sticker.ts';
import { isOpen, remedyFor, type CheckedSticker } from './checkedSticker.ts';
import type { DescriptionProblem } from './descriptionProblem.ts';
import { inSlices } from './inSlices.ts';
import { withoutQuotes } from './quotedSpeech.ts';
import { wordsIn } from './words.ts';

/** Characters a text needs before its language can be told, and letters before its script can. */
const enoughCharacters = 60;
const enoughLetters = 12;
/** Texts from which the dataset's language is told, evenly out of all, and the share that has to agree. */
const asked = 120;
const enoughTexts = 20;
const majority = 0.6;
/** franc gives the likeliest language 1: the dataset's own has to be at most so likely. Short English texts it took for French had 0.74 and more, texts in eight other languages 0.61 at most. */
const clearlyLess = 0.68;
/** German kept up to 0.86 for English ones, so that a text with hardly any of the usual words needs less. */
const less = 0.9;
const hardlyAny = 0.08;
/** The most frequent words of the dataset's language, and the share of a text's words among them that makes franc, 0.3 ms a text, needless. */
const usualWords = 150;
const usualShare = 0.3;
const slice = 200;

const scripts = ['Latin', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Thai', 'Devanagari', 'Bengali', 'Tamil', 'Armenian', 'Georgian'] as const;
const letters = new RegExp(scripts.map((script) => `(\\p{Script=${script}})`).join('|'), 'gu');
const isLatin = /^[^\u0250-\u1FFF\u2070-\uFFFF]*$/;
/** Japanese is written in three. */
const merged: Readonly<Record<string, string>> = { Hiragana: 'Han', Katakana: 'Han' };

/** The script of most letters; null where there are too few or they are mixed. */
function scriptOf(text: string): string | null {
  if (isLatin.test(text)) return (text.match(/[a-z\u00C0-\u024F]/gi)?.length ?? 0) >= enoughLetters ? 'Latin' : null;
  const counts = new Map<string, number>();
  let all = 0;
  for (const match of text.matchAll(letters)) {
    const script = scripts[match.slice(1).findIndex((letter) => letter !== undefined)];
    counts.set(merged[script] ?? script, (counts.get(merged[script] ?? script) ?? 0) + 1);
    all += 1;
  }
  const [script, count] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? ['', 0];
  // An ideograph is a word.
  return all >= (script === 'Han' ? enoughLetters / 2 : enoughLetters) && count * 3 >= all * 2 ? script : null;
}

const languageOf = (text: string) => francAll(text, { minLength: enoughCharacters });

/** The value most of them have; null where no clear majority has one. */
function mostOf(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, count] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? ['', 0];
  return count >= majority * values.length && values.length >= enoughTexts ? value : null;
}

const names = new Intl.DisplayNames('en', { type: 'language' });
const scriptNames: Readonly<Record<string, string>> = { Han: 'Chinese or Japanese' };

/** Texts in another script or language than most. What they quote from a sticker does not count. */
export async function findForeignLanguage(stickers: readonly CheckedSticker[], signal: AbortSignal): Promise<DescriptionProblem[]> {
  const texts = stickers.flatMap((sticker) => views.filter((view) => sticker.texts[view].text.trim() !== '').map((view) => ({ sticker, view, text: sticker.texts[view].text })));
  const step = Math.max(1, Math.floor(texts.length / asked));
  const sample = texts.filter((_, i) => i % step === 0).map(({ text }) => withoutQuotes(text));
  const script = mostOf(sample.flatMap((text) => scriptOf(text) ?? []));
  if (script === null) return [];
  const languages: string[] = [];
  await inSlices(sample.length, slice, signal, (from, to) => {
    for (const text of sample.slice(from, to)) if (text.length >= enoughCharacters) languages.push(languageOf(text)[0][0]);
  });
  const language = mostOf(languages.filter((each) => each !== 'und'));
  const usual = frequentWords(sample);
  const problems: DescriptionProblem[] = [];
  const add = (sticker: CheckedSticker, view: View, message: string) => problems.push({ kind: 'language', id: sticker.id, view, message, remedy: remedyFor(sticker.texts[view]) });
  await inSlices(texts.length, slice, signal, (from, to) => {
    for (const { sticker, view, text } of texts.slice(from, to)) {
      if (!isOpen(sticker.texts[view])) continue;
      const words = wordsIn(text);
      const share = words.filter((word) => usual.has(word)).length / Math.max(words.length, 1);
      if (share >= usualShare) continue;
      const own = withoutQuotes(text);
      const written = scriptOf(own);
      if (written !== null && written !== script) add(sticker, view, `The ${view} of ${sticker.id} is written in ${scriptNames[written] ?? written} letters, most texts are in ${scriptNames[script] ?? script} ones.`);
      else if (language !== null && written !== null && own.length >= enoughCharacters) {
        const found = languageOf(own);
        const [likeliest] = found[0];
        const likeness = found.find(([name]) => name === language)?.[1] ?? 0;
        if (likeliest !== 'und' && likeliest !== language && likeness <= (share <= hardlyAny ? less : clearlyLess)) add(sticker, view, `The ${view} of ${sticker.id} seems to be in ${names.of(likeliest)}, most texts are in ${names.of(language)}.`);
      }
    }
  });
  return problems;
}

/** Of the dataset's own texts, by how many they are in. Without single ideographs, which Chinese and Japanese share. */
function frequentWords(sample: readonly string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const text of sample) for (const word of new Set(wordsIn(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...counts].filter(([word, count]) => count >= 5 && /^[\p{L}'’]{1,}$/u.test(word) && !/^\p{Script=Han}$/u.test(word)).toSorted((a, b) => b[1] - a[1]).slice(0, usualWords).map(([word]) => word));
}
