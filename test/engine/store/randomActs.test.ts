import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { View } from '../../../engine/dataset/sticker.ts';
import { createRandom, type Random } from '../../../engine/random/random.ts';
import { descriptionStates, isPersons, type DescriptionState } from '../../../engine/store/descriptionRecord.ts';
import type { DescriptionStore } from '../../../engine/store/descriptionStore.ts';
import { openDescriptionStore } from '../../../engine/store/openDescriptionStore.ts';
import { generatedBy } from '../../support/generatedBy.ts';
import { ModelStore, type ModelVersion } from './modelStore.ts';

/*
 * Random sequences of what people, models and several windows do, as many as STICKER_LAB_SEQUENCES says (60): after each the store must say
 * what a simple model in memory says.
 */

const sequences = Number(process.env['STICKER_LAB_SEQUENCES'] ?? 60);
const length = 80;
const stickers = ['a.png', 'b/b.png', 'ü.png'];
const seenViews: readonly View[] = ['intention', 'details'];
const people = ['Ada', 'Bob'];
const texts = ['', 'one', 'two', 'three'];
const descriptions = stickers.flatMap((sticker) => seenViews.map((view) => ({ sticker, view })));

interface Window {
  store: DescriptionStore;
  /** What its person last saw: changes are based on it. */
  seen: Map<string, number>;
}

const keyOf = (sticker: string, view: View) => `${sticker} ${view}`;
const said = ({ text, state, who }: ModelVersion) => ({ text, state, who });

/** One thing that happens, to the store through one window and to the model. */
function happen(random: Random, { store, seen }: Window, model: ModelStore): void {
  const who = random.pick(people);
  const { sticker, view } = random.pick(descriptions);
  const key = keyOf(sticker, view);
  const look = () => descriptions.forEach((one) => seen.set(keyOf(one.sticker, one.view), store.find(one.sticker, one.view)?.id ?? 0));
  switch (random.integer(9)) {
    case 0: case 1: case 2: {
      const chosen = random.shuffle([...descriptions]).slice(0, 1 + random.integer(4));
      if (random.integer(4) > 0) look();
      const changes = chosen.map((one) => ({
        ...one, text: random.pick(texts), state: random.pick(descriptionStates.filter((state) => state !== 'generated')), generation: null,
        basedOn: seen.get(keyOf(one.sticker, one.view)) ?? 0,
      }));
      const continues = random.integer(3) === 0 ? model.newestStep : null;
      const act = { title: `act ${random.integer(1000)}`, who, continues };
      const result = store.change(act, changes);
      const expected = model.change(act, changes.map(({ sticker: name, view: one, ...rest }) => ({ key: keyOf(name, one), ...rest })));
      expect(result.step).toBe(expected.step);
      expect(result.conflicts.map((one) => keyOf(one.sticker, one.view))).toEqual(expected.conflicts);
      expect(result.written.map((one) => keyOf(one.sticker, one.view))).toEqual(expected.written);
      break;
    }
    case 3: case 4: {
      const may = random.integer(5) > 0;
      const text = `generated ${random.integer(1000)}`;
      const added = store.addGenerated(sticker, view, text, generatedBy('llava'), () => may);
      expect(added !== null).toBe(model.addGenerated(key, text, 'llava', may));
      break;
    }
    case 5: case 6: {
      const result = store.undo(who);
      const expected = model.undo(who);
      expect(result && { title: result.title, written: result.written.length, kept: result.kept }).toEqual(expected);
      break;
    }
    case 7: {
      const result = store.redo(who);
      const expected = model.redo(who);
      expect(result && { title: result.title, written: result.written.length, kept: result.kept }).toEqual(expected);
      break;
    }
    default: {
      const text = `proposed ${random.integer(1000)}`;
      if (random.integer(2) === 0) {
        store.propose({ sticker, view, text, generation: generatedBy('bakllava') });
        model.proposals.set(key, text);
        break;
      }
      const take = random.integer(2) === 0;
      const act = { title: 'take', who, continues: null };
      const result = store.resolveProposal(sticker, view, take, act);
      expect(result && result.step).toBe(model.resolve(key, take, act));
    }
  }
}

/** The whole history of a description, oldest first. */
const historyOf = (store: DescriptionStore, sticker: string, view: View) => store.history(sticker, view).map(({ id, text, state, who }) => ({ id, text, state, who })).toReversed();

test.each(Array.from({ length: sequences }, (_, seed) => seed))('sequence %i of edits, models, undo, redo, proposals, reopening, by two windows', async (seed) => {
  const random = createRandom('acts', seed);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'acts-'));
  const open = async (): Promise<Window> => ({ store: (await openDescriptionStore(folder)).descriptions, seen: new Map() });
  const windows = [await open(), await open()];
  try {
    const model = new ModelStore();
    let before = new Map<string, object[]>();
    for (let i = 0; i < length; i++) {
      const at = random.integer(windows.length);
      if (random.integer(15) === 0) {
        windows[at].store.close();
        windows[at] = await open();
      }
      happen(random, windows[at], model);
      // The other window sees it at once.
      const { store } = windows[1 - at];
      const now = new Map<string, object[]>();
      for (const { sticker, view } of descriptions) {
        const key = keyOf(sticker, view);
        const history = historyOf(store, sticker, view);
        expect(history.map(({ text, state, who }) => ({ text, state, who }))).toEqual(model.history(key).map(said));
        expect(history.slice(0, before.get(key)?.length ?? 0)).toEqual(before.get(key) ?? []);
        expect(store.proposal(sticker, view)?.text ?? null).toBe(model.proposals.get(key) ?? null);
        now.set(key, history);
      }
      before = now;
    }
    const newest = new Map([...windows[0].store.present()].map(({ sticker, view, text, state }) => [keyOf(sticker, view), { text, state }]));
    const written = descriptions.map(({ sticker, view }) => keyOf(sticker, view)).filter((key) => model.history(key).length > 0);
    expect(newest).toEqual(new Map(written.map((key) => [key, { text: model.history(key).at(-1)!.text, state: model.history(key).at(-1)!.state }])));
    expectNoPersonOverwritten(path.join(folder, 'descriptions.db'));
  } finally {
    for (const { store } of windows) store.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Of what is on the disk: no model's version follows on a person's text. */
function expectNoPersonOverwritten(file: string): void {
  const database = new DatabaseSync(file);
  const rows = database.prepare('SELECT sticker, view, state, step, undoes FROM version ORDER BY id').all();
  database.close();
  const last = new Map<string, DescriptionState>();
  for (const { sticker, view, state, step, undoes } of rows) {
    const key = `${String(sticker)} ${String(view)}`;
    const before = last.get(key);
    if (step === null && undoes === null) expect(before === undefined || !isPersons(before)).toBe(true);
    last.set(key, descriptionStates[Number(state)]);
  }
}
