import { expect, test } from 'vitest';
import { views, type View } from '../../../engine/dataset/sticker.ts';
import { checkDescriptions } from '../../../engine/describe/checkDescriptions.ts';
import type { CheckedSticker } from '../../../engine/describe/checkedSticker.ts';
import { describedStickers, describedText, withText } from '../../support/describedStickers.ts';
import { createRandom } from '../../../engine/random/random.ts';

const { signal } = new AbortController();
const counted: string[] = [];
/** A piece a word. */
const count = (text: string) => {
  counted.push(text);
  return { pieces: text.split(' ').length + 2, limit: 512 };
};
const check = (stickers: readonly CheckedSticker[]) => checkDescriptions(stickers, count, signal);
const found = async (stickers: readonly CheckedSticker[]) => (await check(stickers)).map(({ kind, id, view }) => [kind, id, view]);
const many = describedStickers(100);

/** The dataset with one text replaced. */
const replaced = (index: number, view: View, text: string, how?: Parameters<typeof withText>[3]) => many.map((sticker, i) => (i === index ? withText(sticker, view, text, how) : sticker));
const idOf = (index: number) => many[index].id;

test('good descriptions have no problems, whatever wrote them', async () => {
  expect(await check(many)).toEqual([]);
  expect(await check([])).toEqual([]);
});

test('missing views, where the dataset has any description', async () => {
  expect(await found(replaced(3, 'style', ' '))).toEqual([['missing', idOf(3), 'style']]);
  const bare = many.map((sticker) => views.reduce((each, view) => withText(each, view, ''), sticker));
  expect(await check(bare)).toEqual([]);
});

test('over the limit, and no text counted that cannot be', async () => {
  counted.length = 0;
  const long = Array.from({ length: 600 }, (_, i) => `word${String.fromCodePoint(97 + (i % 26))}${i}`).join(' ');
  const problems = (await check(replaced(5, 'roles', long))).filter(({ kind }) => kind === 'long');
  expect(problems).toMatchObject([{ id: idOf(5), view: 'roles', message: expect.stringContaining('602 pieces') }]);
  expect(counted.every((text) => text.length > 508)).toBe(true);
  // A Hangul syllable can be three pieces.
  counted.length = 0;
  const korean = '고양이가 손을 흔들고 있습니다. '.repeat(12);
  await check(replaced(5, 'roles', korean));
  expect(counted).toContain(korean);
});

test('refusals and what else is no description', async () => {
  expect(await found(replaced(7, 'style', 'I\'m sorry, but I can\'t see the image.'))).toEqual([['refusal', idOf(7), 'style']]);
  expect(await found(replaced(7, 'style', 'N/A'))).toEqual([['unusable', idOf(7), 'style']]);
  expect(await found(replaced(7, 'details', 'Request timed out.', { generated: false, state: 'given' }))).toEqual([['unusable', idOf(7), 'details']]);
  // A person may leave out what a model would have been cut off from.
  expect(await found(replaced(7, 'details', 'eyes closed and', { generated: false, state: 'edited' }))).toEqual([]);
  expect(await found(replaced(7, 'details', 'The eyes are closed and'))).toEqual([['unusable', idOf(7), 'details']]);
});

test('the same text for several stickers names some of the others', async () => {
  const text = describedText('roles', createRandom('same'));
  const stickers = many.map((sticker, i) => (i < 6 ? withText(sticker, 'roles', i === 2 ? ` ${text.toUpperCase()}` : text) : sticker));
  const problems = await check(stickers);
  expect(problems.map(({ kind, id }) => [kind, id])).toEqual([0, 1, 2, 3, 4, 5].map((i) => ['same', idOf(i)]));
  expect(problems[0].message).toBe(`The roles of ${idOf(0)} is the same text as that of ${idOf(1)}, ${idOf(2)}, ${idOf(3)} and 2 more.`);
  expect(problems[5].message).toContain(`${idOf(0)}, ${idOf(1)}, ${idOf(2)} and 2 more`);
  // Short ones may well agree.
  expect(await check(many.map((sticker, i) => (i < 6 ? withText(sticker, 'roles', 'A cat.') : sticker)))).toEqual([]);
});

test('one text in two views of a sticker is the same, too', async () => {
  const text = many[4].texts.style.text;
  const problems = await check(replaced(4, 'details', text));
  expect(problems.filter(({ kind }) => kind === 'same').map(({ view, message }) => [view, message])).toEqual([
    ['style', `The style of ${idOf(4)} is the same text as that of its own details.`], ['details', `The details of ${idOf(4)} is the same text as that of its own style.`],
  ]);
});

test('texts in each other\'s place are found with the view they belong to, every one and no other', async () => {
  const random = createRandom('misplaced');
  for (const view of views) {
    for (const belongs of views) {
      if (view === belongs) continue;
      expect(await check(replaced(11, view, describedText(belongs, random)))).toMatchObject([{ kind: 'misplaced', id: idOf(11), view, belongs }]);
    }
  }
});

test('few texts teach nothing, and a text both views could have is left', async () => {
  const few = describedStickers(20).map((sticker, i) => (i === 3 ? withText(sticker, 'style', describedText('roles', createRandom('few'))) : sticker));
  expect(await check(few)).toEqual([]);
  const both = `${describedText('style', createRandom('both'))} ${describedText('roles', createRandom('both'))}`;
  expect(await check(replaced(2, 'style', both))).toEqual([]);
});

const german = 'Der Aufkleber zeigt eine kleine Katze, die dem Betrachter freundlich zuwinkt und dabei fröhlich lächelt, während sie auf einem Kissen sitzt.';
test.each([
  ['German', german], ['Spanish', 'El personaje principal es un gato pequeño que saluda con la mano y sonríe con mucha alegría mientras está sentado en un cojín.'],
  ['French', 'Le personnage principal est un petit chat qui salue de la main et sourit joyeusement pendant qu\'il est assis sur un coussin rouge.'],
  ['Chinese', '这张贴纸的主角是一只可爱的小猫，它正在挥手。'], ['Cyrillic', 'Котик машет лапой и улыбается.'], ['Japanese', 'かわいいねこが手をふっています。とても楽しそうです。'],
])('another language: %s', async (name, text) => {
  const problems = await check(replaced(9, 'roles', text));
  expect(problems).toMatchObject([{ kind: 'language', id: idOf(9), view: 'roles', message: expect.stringContaining(name === 'Japanese' ? 'Chinese or Japanese' : name) }]);
});

test.each([
  'A cat with a hat.', 'Gato feliz.', 'It lets you write about a quarrel when a plan falls through.', 'It lets you comment on a winning ticket during a celebration.', 'The sticker says "这张贴纸的主角是一只可爱的小猫，它正在挥手" below a cat.', `The words read “${german}” in a bubble.`,
  'Pikachu, Eevee, Snorlax, Jigglypuff, Bulbasaur, Charmander, Squirtle and Meowth dance together.', 'OMG LOL', '🙂🙂🙂',
])('not another language: %s', async (text) => {
  expect((await found(replaced(9, 'roles', text))).filter(([kind]) => kind === 'language')).toEqual([]);
});

test('a German dataset is its own measure', async () => {
  const random = createRandom('german');
  const nouns = ['Katze', 'Hund', 'Maus', 'Ente', 'Frau', 'Blume'];
  const text = () => `Der Aufkleber zeigt eine ${random.pick(nouns)} neben einer ${random.pick(nouns)}, die fröhlich lacht und mit der Hand winkt, weil das Wetter schön ist (${random.integer(1e6)}).`;
  const stickers = many.map((sticker) => views.reduce((each, view) => withText(each, view, text()), sticker));
  const problems = await check(stickers.map((sticker, i) => (i === 1 ? withText(sticker, 'roles', 'It is a small cat which waves at the person who looks at it, and everybody is happy about that.') : sticker)));
  expect(problems).toMatchObject([{ kind: 'language', id: idOf(1), message: expect.stringContaining('English, most texts are in German') }]);
});

test('what a person accepted is settled, what is rejected is known', async () => {
  for (const state of ['accepted', 'rejected'] as const) {
    expect(await check(replaced(7, 'style', 'I\'m sorry, but I can\'t see the image.', { state }))).toEqual([]);
    expect(await check(replaced(7, 'style', german, { state }))).toEqual([]);
    expect(await check(replaced(7, 'style', many[8].texts.roles.text, { state }))).toEqual([]);
  }
});

test('problems come in the order of the stickers and views', async () => {
  const stickers = many.map((sticker, i) => (i % 50 === 0 ? withText(withText(sticker, 'details', ''), 'intention', 'N/A') : sticker));
  expect(await found(stickers)).toEqual([0, 50].flatMap((i) => [['unusable', idOf(i), 'intention'], ['missing', idOf(i), 'details']]));
});

test('lets others run, and ends when asked', async () => {
  const controller = new AbortController();
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
    if (turns === 3) controller.abort(new Error('enough'));
  }, 0);
  await expect(checkDescriptions(describedStickers(5000), count, controller.signal)).rejects.toThrow('enough');
  clearInterval(timer);
});
