import { expect, test } from 'vitest';
import type { Sticker } from '../../../engine/dataset/sticker.ts';
import { sliceProperties, type StateOf } from '../../../engine/evaluate/sliceProperties.ts';
import { scoreSlices } from '../../../engine/evaluate/slices.ts';

const sticker = (id: string, how: Partial<Sticker> = {}): Sticker =>
  ({ id, split: 'test', label: 0, votes: [], text: '', topic: '', descriptions: {}, attributes: {}, ...how });
const missing: StateOf = () => 'missing';
const options = { classes: ['a', 'b'], split: 'test', seed: 1, resamples: 200 } as const;
const right = (one: Sticker, confidence: number) => ({ sticker: one, label: 0, prediction: 0, confidence });
const wrong = (one: Sticker, confidence: number) => ({ sticker: one, label: 0, prediction: 1, confidence });
const valuesOf = (stickers: readonly Sticker[], stateOf: StateOf = missing) =>
  Object.fromEntries(sliceProperties(stickers, stateOf).map(({ name, valueOf }) => [name, stickers.map(valueOf)]));

test('stickers are told apart by text, pack, votes, descriptions and the columns of the dataset', () => {
  const stickers = [
    sticker('1', { split: 'train', topic: 'cats', text: ' ', votes: [1, 1, 1], attributes: { metaphor: '1', words: 'x1' } }),
    sticker('2', { topic: 'cats', text: 'hi', votes: [1, 0, 1], attributes: { metaphor: '0', words: 'x2' } }),
    sticker('3', { topic: 'dogs', votes: [0], attributes: { words: 'x3' } }),
    sticker('unlabelled', { split: 'train', label: null, topic: 'dogs' }),
    ...Array.from({ length: 12 }, (_, i) => sticker(`more ${i}`, { attributes: { words: `y${i}` } })),
  ];
  const values = valuesOf(stickers, (id, view) => (id === '1' ? 'edited' : id === '2' && view === 'style' ? 'given' : 'missing'));
  expect(values['Text'].slice(0, 3)).toEqual(['no text', 'has text', 'no text']);
  expect(values['Pack'].slice(0, 5)).toEqual(['seen', 'seen', 'unseen', 'unseen', null]);
  expect(values['Votes'].slice(0, 4)).toEqual(['unanimous', 'split', null, null]);
  expect(values['Descriptions'].slice(0, 3)).toEqual(['edited', 'mixed', 'missing']);
  expect(values['metaphor'].slice(0, 3)).toEqual(['1', '0', null]);
  expect(values).not.toHaveProperty('words');
});

test('a slice has its own scores, its surest mistakes first, then what is right, least sure first', async () => {
  const text = { text: 'hi' };
  const stickers = [
    right(sticker('sure', text), 0.99), wrong(sticker('unsure mistake', text), 0.5), wrong(sticker('no number', text), NaN), right(sticker('close', text), 0.51), wrong(sticker('sure mistake', text), 0.9),
    right(sticker('silent'), 0.7),
  ];
  const groups = await scoreSlices(stickers, sliceProperties(stickers.map((one) => one.sticker), missing), options);
  expect(groups.map(({ name }) => name)).toEqual(['Text']);
  const [spoken, silent] = groups[0].slices;
  expect(spoken).toMatchObject({ value: 'has text', stickers: 5, accuracy: 0.4, weighted: { precision: 1, recall: 0.4 }, ids: ['sure mistake', 'unsure mistake', 'no number', 'close', 'sure'] });
  expect(spoken.accuracyInterval.low).toBeLessThan(0.4);
  expect(spoken.accuracyInterval.high).toBeGreaterThan(0.4);
  expect(silent).toMatchObject({ value: 'no text', stickers: 1, accuracy: 1, accuracyInterval: { low: 1, high: 1 }, ids: ['silent'] });
});

test('a property that all stickers share, or none has, makes no slices', async () => {
  const stickers = [right(sticker('1', { topic: 'cats', votes: [1, 1] }), 0.9), wrong(sticker('2', { votes: [0, 0] }), 0.9)];
  expect(await scoreSlices(stickers, sliceProperties(stickers.map((one) => one.sticker), missing), options)).toEqual([]);
  expect(await scoreSlices([], sliceProperties([], missing), options)).toEqual([]);
});

test('stops when nobody waits any more', async () => {
  const one = sticker('1');
  await expect(scoreSlices([right(one, 1)], sliceProperties([one], missing), { ...options, signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
});
