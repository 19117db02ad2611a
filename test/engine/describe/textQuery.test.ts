import { expect, test } from 'vitest';
import { compileReplacement } from '../../../engine/describe/replacement.ts';
import { compileQuery, type TextQuery } from '../../../engine/describe/textQuery.ts';
import { StickerLabError } from '../../../engine/errors/stickerLabError.ts';
import { createRandom } from '../../../engine/random/random.ts';

const plain = (find: string, how: Partial<TextQuery> = {}) => compileQuery({ find, regex: false, wholeWord: false, matchCase: false, view: null, ...how });
const counts = async (find: string, how: Partial<TextQuery>, ...texts: string[]) => [...await plain(find, how).count(texts)];

test('plain text: any case or the same, no character special', async () => {
  expect(await counts('cat', {}, 'A cat, a Cat, a CAT', 'a dog', 'concatenate')).toEqual([3, 0, 1]);
  expect(await counts('cat', { matchCase: true }, 'A cat, a Cat, a CAT')).toEqual([1]);
  const special = '^$\\.*+?()[]{}|/-"#';
  expect(await counts(special, {}, `a ${special} b ${special}`, 'a')).toEqual([2, 0]);
  expect(await counts('ÄRGER', {}, 'Ärger und ärger')).toEqual([2]);
  expect(await counts('👍', {}, 'a 👍👍 b')).toEqual([2]);
  expect(await counts('aa', {}, 'aaaa')).toEqual([2]);
});

test('whole words by Unicode letters', async () => {
  expect(await counts('cat', { wholeWord: true }, 'cat cats concat cat.', 'cat_1 cat1 "cat" cat\'s')).toEqual([2, 2]);
  expect(await counts('ber', { wholeWord: true }, 'über', 'ber')).toEqual([0, 1]);
  expect(await counts('cafe', { wholeWord: true }, 'cafe\u0301', 'cafe')).toEqual([0, 1]);
  expect(await counts('#tag!', { wholeWord: true }, 'a#tag!b')).toEqual([1]);
  expect(await counts('猫', { wholeWord: true }, '小猫', '猫 和狗')).toEqual([0, 1]);
  expect(await counts('cat|dog', { regex: true, wholeWord: true }, 'cats and dog')).toEqual([1]);
});

test('regular expressions: lines, Unicode, groups', async () => {
  expect(await counts('^the', { regex: true }, 'The cat\nthe dog, the')).toEqual([2]);
  expect(await counts('^.$', { regex: true }, '👍')).toEqual([1]);
  expect(await counts('\\p{Lu}', { regex: true, matchCase: true }, 'A Äb c')).toEqual([2]);
  const swap = plain('(\\w+) and (?<second>\\w+)', { regex: true });
  expect(await swap.replace(['cats and dogs', 'x'], '$<second> & $1, not $& for $$5 or $7')).toEqual(['dogs & cats, not cats and dogs for $5 or $7', 'x']);
});

test('a plain replacement is taken as it is written', async () => {
  expect(await plain('a').replace(['a-a', 'b'], '$& $1 $$')).toEqual(['$& $1 $$-$& $1 $$', 'b']);
  expect(await plain('a ').replace(['a b'], '')).toEqual(['b']);
});

test('a replacement means what it means to JavaScript', () => {
  const random = createRandom('replacement');
  const pieces = ['$1', '$2', '$3', '$0', '$12', '$03', '$01', '$$', '$&', '$<x>', '$<y>', '$', 'a', '1', '$<', '>'];
  const expressions = [/(b)(c)?/gu, /(?<x>b)(c)?/gu, /b/gu, /(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)/gu];
  for (let i = 0; i < 2000; i++) {
    const written = Array.from({ length: random.integer(6) }, () => random.pick(pieces)).join('');
    const expression = random.pick(expressions);
    const become = compileReplacement(written, expression);
    for (const text of ['abcdefghijkl', 'xbx bc', '']) {
      expect(text.replace(expression, (...match: [string, ...unknown[]]) => become(match)), `${written} in ${String(expression)}`).toBe(text.replace(expression, written));
    }
  }
});

test.each([
  ['(', 'no regular expression'], ['a)(b', 'no regular expression'], ['[z-a]', 'no regular expression'], ['\\p{Nonsense}', 'no regular expression'], ['a{2,1}', 'no regular expression'],
  ['', 'nothing to look for'], ['x*', 'empty text'], ['a|', 'empty text'], ['^', 'empty text'], ['(?=a)|^$', 'empty text'],
])('refused: %j', (find, message) => {
  expect(() => plain(find, { regex: true })).toThrow(StickerLabError);
  expect(() => plain(find, { regex: true })).toThrow(message);
  expect(() => plain(find, { regex: true, wholeWord: true })).toThrow(StickerLabError);
});

test('an expression that is empty only within a text is refused there', async () => {
  for (const find of ['\\b', '(?<=a)', '(?=b)']) {
    await expect(plain(find, { regex: true }).count(['a b'])).rejects.toThrow('empty text');
    await expect(plain(find, { regex: true }).replace(['a b'], 'x')).rejects.toThrow('empty text');
  }
});

test('an expression that would never end is stopped and named', async () => {
  const search = plain('(a+)+$', { regex: true });
  const start = performance.now();
  await expect(search.count(['fine', `${'a'.repeat(60)}!`])).rejects.toThrow('takes too long');
  await expect(search.replace([`${'a'.repeat(60)}!`], 'x')).rejects.toThrow(StickerLabError);
  expect(performance.now() - start).toBeLessThan(5000);
  expect([...await search.count(['aaa', 'b'])]).toEqual([1, 0]);
});

test('goes on over many slices, lets others run, and ends when asked', async () => {
  const texts = Array.from({ length: 20_000 }, (_, i) => (i % 3 === 0 ? `cat ${i}` : `dog ${i}`));
  const search = plain('cat');
  let turns = 0;
  const timer = setInterval(() => { turns += 1; }, 0);
  const found = await search.count(texts);
  clearInterval(timer);
  expect(found.reduce((sum, n) => sum + n, 0)).toBe(6667);
  expect((await search.replace(texts, 'cow')).filter((text) => text.startsWith('cow'))).toHaveLength(6667);
  expect(turns).toBeGreaterThan(0);
  const controller = new AbortController();
  const counting = search.count(texts, controller.signal);
  controller.abort(new Error('stop'));
  await expect(counting).rejects.toThrow('stop');
});
