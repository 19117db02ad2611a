import { expect, test } from 'vitest';
import type { Sticker, View } from '../../../engine/dataset/sticker.ts';
import { createFilterCache } from '../../../engine/service/filterCache.ts';
import { filterStickers, type Judgements } from '../../../engine/service/filterStickers.ts';
import type { PredictionTable } from '../../../engine/service/predictions.ts';
import type { StickerFilter } from '../../../engine/service/stickerFilter.ts';
import type { ShownState } from '../../../engine/store/descriptionRecord.ts';
import type { Verdict } from '../../../engine/store/verdictRecord.ts';
import type { VerdictTable } from '../../../engine/store/verdicts.ts';

const never = new AbortController().signal;
const sticker = (id: string, more: Partial<Sticker> = {}): Sticker => ({
  id, split: 'train', label: 0, votes: [], text: '', topic: '', descriptions: {}, attributes: {}, ...more,
});

const shownStates = new Map<string, ShownState>([['a.png style', 'stale'], ['b.png style', 'accepted'], ['c.png roles', 'stale']]);

function openWith(stickers: readonly Sticker[]) {
  return {
    dataset: { root: '/d', name: 'd', layout: 'jsonl' as const, classes: ['joy', 'anger'], stickers, missing: [], problems: [], notes: [] },
    positions: new Map(stickers.map(({ id }, position) => [id, position])),
    filters: createFilterCache(),
    texts: { shown: (id: string, view: View) => ({ state: shownStates.get(`${id} ${view}`) ?? 'missing' }) },
  };
}

const opened = openWith([
  sticker('a.png', { text: 'Good MORNING' }),
  sticker('b.png', { split: 'test', label: 1, descriptions: { roles: 'A grumpy cat' } }),
  sticker('c.png', { split: 'validation', label: 1, text: 'good night', descriptions: { style: 'a Cat in pastel' } }),
  sticker('d.png', { split: 'test', label: null }),
]);
const predictions = (values: readonly (number | null)[], version = '1', classes: readonly string[] = ['joy', 'anger']): PredictionTable => ({
  version, classes, predicted: (position) => values[position] ?? null, probabilities: () => null,
});
const verdicts = (given: Readonly<Record<string, Verdict | null>>, version = '1'): VerdictTable => ({
  version, newest: new Map(Object.entries(given).map(([id, verdict]) => [id, { id, verdict, run: 'tiny', who: 'ann', at: 0 }])),
});
const unjudged: Judgements = { predictions: null, verdicts: null };
const ids = async (filter: StickerFilter, table: PredictionTable | null = null, given: VerdictTable | null = null) =>
  Array.from(await filterStickers(opened, filter, { predictions: table, verdicts: given }, never), (position) => opened.dataset.stickers[position].id);

test('without conditions all stickers, in id order', async () => {
  expect(await ids({})).toEqual(['a.png', 'b.png', 'c.png', 'd.png']);
});

test('split, label and search must all hold; words may lie in text and descriptions', async () => {
  expect(await ids({ splits: ['test'] })).toEqual(['b.png', 'd.png']);
  expect(await ids({ labels: [1] })).toEqual(['b.png', 'c.png']);
  expect(await ids({ labels: [1], splits: ['test', 'train'] })).toEqual(['b.png']);
  expect(await ids({ search: 'good' })).toEqual(['a.png', 'c.png']);
  expect(await ids({ search: ' CAT  good ' })).toEqual(['c.png']);
  expect(await ids({ labels: [] })).toEqual([]);
});

test('states of descriptions, of any view or of one', async () => {
  expect(await ids({ descriptions: { states: ['stale'], view: null } })).toEqual(['a.png', 'c.png']);
  expect(await ids({ descriptions: { states: ['stale', 'accepted'], view: 'style' } })).toEqual(['a.png', 'b.png']);
  expect(await ids({ descriptions: { states: ['missing'], view: 'style' } })).toEqual(['c.png', 'd.png']);
});

test('right and wrong are judged by the predictions; a sticker without label or prediction is neither', async () => {
  const table = predictions([0, 0, null, 1]);
  expect(await ids({ prediction: { run: 'r', outcome: 'right' } }, table)).toEqual(['a.png']);
  expect(await ids({ prediction: { run: 'r', outcome: 'wrong' } }, table)).toEqual(['b.png']);
  expect(await ids({ prediction: { run: 'r', outcome: 'right' } }, predictions([1, 1, 1, 1], '2'))).toEqual(['b.png', 'c.png']);
});

test('right and wrong compare names where the run was trained on other emotions', async () => {
  const table = predictions([1, 1, 2, null], 'other', ['admiration', 'joy', 'anger']);
  expect(await ids({ prediction: { run: 'r', outcome: 'right' } }, table)).toEqual(['a.png', 'c.png']);
  expect(await ids({ prediction: { run: 'r', outcome: 'wrong' } }, table)).toEqual(['b.png']);
});

test('verdicts: the newest of each sticker, none where it was taken back or there is no file', async () => {
  const given = verdicts({ 'd.png': 'text', 'b.png': 'label', 'c.png': null });
  expect(await ids({ verdicts: ['text', 'label'] }, null, given)).toEqual(['b.png', 'd.png']);
  expect(await ids({ verdicts: ['text'], splits: ['train'] }, null, given)).toEqual([]);
  expect(await ids({ verdicts: ['model'] }, null, given)).toEqual([]);
  expect(await ids({ verdicts: ['text'] })).toEqual([]);
  expect(await ids({ verdicts: ['text'] }, null, verdicts({ 'a.png': 'text' }, '2'))).toEqual(['a.png']);
});

test('a selection keeps its own order and drops what the dataset does not have', async () => {
  expect(await ids({ selection: { ids: ['d.png', 'x.png', 'a.png', 'd.png'], reason: 'lasso' } })).toEqual(['d.png', 'a.png']);
  expect(await ids({ labels: [0], selection: { ids: ['d.png', 'a.png'], reason: 'lasso' } })).toEqual(['a.png']);
});

test('many stickers are searched in pieces that let a cancellation through', async () => {
  const million = openWith(Array.from({ length: 200_000 }, (_, i) => sticker(`${i}.png`, { text: 'some words of a sticker' })));
  const controller = new AbortController();
  const search = filterStickers(million, { search: 'absent' }, unjudged, controller.signal);
  setImmediate(() => controller.abort());
  await expect(search).rejects.toThrow();
});

test('states of descriptions are judged in pieces, and what was found over a change of the texts is not kept', async () => {
  const many = openWith(Array.from({ length: 3000 }, (_, i) => sticker(`${i}.png`)));
  const filter = { descriptions: { states: ['missing' as const], view: null } };
  const search = filterStickers(many, filter, unjudged, never);
  const turn = new Promise<string>((resolve) => { setImmediate(() => resolve('others')); });
  expect(await Promise.race([search.then(() => 'the search'), turn])).toBe('others');
  many.filters.clear();
  const before = await search;
  const after = await filterStickers(many, filter, unjudged, never);
  expect(after).not.toBe(before);
  expect(await filterStickers(many, filter, unjudged, never)).toBe(after);
});
