import { expect, test } from 'vitest';
import { textStatistics } from '../../../engine/describe/textStatistics.ts';
import { wordsIn } from '../../../engine/describe/words.ts';

const count = (text: string) => ({ pieces: text.length, limit: 512 });

test('words and characters of each view, in the order of the views', async () => {
  const texts = { intention: ['one two three', 'four', ' '], style: [], roles: ['🙂 é 猫狗', 'a'.repeat(600)], details: [Array.from({ length: 25 }, () => 'w').join(' ')] };
  const [intention, style, roles, details] = await textStatistics(texts, count);
  expect(intention).toEqual({ view: 'intention', words: { mean: 2, median: 2, least: 1, most: 3 }, characters: { mean: 8.5, median: 8.5, least: 4, most: 13 }, wordBins: [2], overLimit: 0 });
  const none = { mean: 0, median: 0, least: 0, most: 0 };
  expect(style).toEqual({ view: 'style', words: none, characters: none, wordBins: [], overLimit: 0 });
  expect(roles).toMatchObject({ words: { least: 1, most: 3 }, characters: { least: 6, most: 600 }, overLimit: 1 });
  expect(details.wordBins).toEqual([0, 0, 1]);
});

test('the median of odd and even counts', async () => {
  const spread = async (...lengths: number[]) => (await textStatistics({ intention: lengths.map((n) => 'a'.repeat(n)), style: [], roles: [], details: [] }, count))[0].characters.median;
  expect([await spread(5), await spread(9, 1, 5), await spread(1, 2, 4, 100), await spread(2, 4)]).toEqual([5, 5, 3, 3]);
});

test.each([
  ['It\'s the cat’s 2nd hat, isn\'t it?', ['it\'s', 'the', 'cat’s', '2nd', 'hat', 'isn\'t', 'it']],
  ['Größe, ÉTÉ', ['größe', 'été']],
  ['小猫 waves ひ', ['小', '猫', 'waves', 'ひ']],
  ['кот, e\u0301t', ['кот', 'e\u0301t']],
  ['... 🙂 —', []],
])('words: %s', (text, words) => expect(wordsIn(text)).toEqual(words));
