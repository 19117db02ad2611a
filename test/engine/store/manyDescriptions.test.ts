import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { views, type View } from '../../../engine/dataset/sticker.ts';
import type { DescriptionStore, PresentDescription, StoredChange } from '../../../engine/store/descriptionStore.ts';
import { createDescriptionTable } from '../../../engine/store/descriptionTable.ts';
import { openDescriptionStore } from '../../../engine/store/openDescriptionStore.ts';
import { generatedBy } from '../../support/generatedBy.ts';

/* Acts of more descriptions than a statement writes: what they answer is what the file then says. */

let folder: string;
let store: DescriptionStore;
let other: DescriptionStore;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'many-'));
  [store, other] = [(await openDescriptionStore(folder)).descriptions, (await openDescriptionStore(folder)).descriptions];
});
afterEach(async () => {
  for (const opened of [store, other]) opened.close();
  await rm(folder, { recursive: true, force: true });
});

const act = { title: 'Act', who: 'Ada', continues: null };
const everything = Array.from({ length: 37 }, (_, i) => `${i}.png`).flatMap((sticker) => views.map((view) => ({ sticker, view })));
const edited = (sticker: string, view: View, text: string): StoredChange => ({ sticker, view, text, state: 'edited', generation: null, basedOn: store.find(sticker, view)?.id ?? 0 });
const inOrder = (versions: Iterable<PresentDescription>) => [...versions].toSorted((a, b) => a.id - b.id);
const saying = (versions: readonly PresentDescription[]) => versions.map(({ sticker, view, text, state }) => [sticker, view, text, state]);

test('an act, its undo and redo answer what another connection reads', () => {
  for (const { sticker, view } of everything.slice(0, 90)) store.addGenerated(sticker, view, `model's ${sticker}`, generatedBy('llava', { batch: 3 }), () => true);
  const before = inOrder(other.present());
  const { step, written } = store.change(act, everything.map(({ sticker, view }, i) => edited(sticker, view, `text ${i}`)));
  expect(written).toEqual(inOrder(other.present()));
  expect(written.map(({ sticker, view, text, state, who, step: of }) => ({ sticker, view, text, state, who, step: of })))
    .toEqual(everything.map((one, i) => ({ ...one, text: `text ${i}`, state: 'edited', who: 'Ada', step })));

  const undone = store.undo('Ada')!;
  expect(undone.kept).toBe(0);
  expect(undone.written).toEqual(inOrder(other.present()));
  expect(saying(undone.written)).toEqual([...saying(before), ...everything.slice(90).map(({ sticker, view }) => [sticker, view, '', 'given'])]);
  expect(undone.written.slice(0, 90).map(({ source }) => source)).toEqual(before.map(({ source }) => source));

  const redone = store.redo('Ada')!;
  expect(redone.written).toEqual(inOrder(other.present()));
  expect(saying(redone.written)).toEqual(saying(written));
});

test('a text brought back from the history keeps its own origin, not that of what stood since', () => {
  for (const { sticker, view } of everything) store.addGenerated(sticker, view, 'first', generatedBy('llava', { input: `${sticker} first` }), () => true);
  const first = inOrder(store.present());
  for (const { sticker, view } of everything) store.addGenerated(sticker, view, 'second', generatedBy('bakllava'), () => true);
  const { written } = store.change(act, first.map(({ sticker, view, text, generation }) => ({ ...edited(sticker, view, text), state: 'accepted', generation })));
  expect(written.map(({ source }) => source)).toEqual(first.map(({ source }) => source));
  expect(written).toEqual(inOrder(other.present()));
});

test('of a description changed twice in an act the last is told, and undoing goes back before the first', () => {
  store.change(act, [edited('a.png', 'style', 'before')]);
  const twice = edited('a.png', 'style', 'unseen');
  const { written, conflicts } = store.change(act, [
    { ...twice, text: '', state: 'given' }, twice, ...everything.map(({ sticker, view }) => edited(sticker, view, 'x')),
    edited('0.png', 'style', 'meanwhile another'),
  ]);
  expect(written).toHaveLength(everything.length + 1);
  expect(written[0]).toMatchObject({ sticker: 'a.png', text: 'unseen' });
  expect(conflicts).toEqual([store.find('0.png', 'style')]);
  expect(conflicts[0].text).toBe('x');
  store.undo('Ada');
  expect(store.find('a.png', 'style')).toMatchObject({ text: 'before', state: 'edited' });
});

test('half a character is told as it is kept', () => {
  const { written } = store.change(act, [edited('a.png', 'style', 'broken \uD83D emoji')]);
  expect(written).toEqual([store.find('a.png', 'style')]);
  expect(written[0].text).toBe('broken \uFFFD emoji');
});

test('taking over an own act misses nothing that another process wrote before or after it', () => {
  const stickers = Array.from({ length: 37 }, (_, i) => ({ id: `${i}.png`, split: 'train' as const, label: 0, votes: [], text: '', topic: '', descriptions: { style: 'given' }, attributes: {} }));
  const table = createDescriptionTable({ stickers }, store);
  const expectSame = () => {
    const anew = createDescriptionTable({ stickers }, other);
    expect(table.stickers).toEqual(anew.stickers);
    for (const { sticker, view } of everything) expect(table.read(sticker, view)).toEqual(anew.read(sticker, view));
  };
  const ids = new Set(everything.map(({ sticker }) => sticker));
  expect(new Set(table.sync(store.change(act, everything.map(({ sticker, view }) => edited(sticker, view, 'mine'))).written))).toEqual(ids);
  expectSame();
  other.change({ ...act, who: 'Bob' }, [edited('3.png', 'style', 'Bob\'s')]);
  const { written } = store.undo('Ada')!;
  other.change({ ...act, who: 'Bob' }, [edited('5.png', 'roles', 'Bob\'s, later')]);
  expect(new Set(table.sync(written))).toEqual(ids);
  expectSame();
  expect([table.read('3.png', 'style').text, table.read('5.png', 'roles').text, table.read('4.png', 'style')]).toMatchObject(['Bob\'s', 'Bob\'s, later', { text: 'given', state: 'given' }]);
  expect(table.sync()).toEqual([]);
});
