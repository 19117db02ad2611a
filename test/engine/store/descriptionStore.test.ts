import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { View } from '../../../engine/dataset/sticker.ts';
import type { DescriptionState } from '../../../engine/store/descriptionRecord.ts';
import type { DescriptionStore, StoredChange } from '../../../engine/store/descriptionStore.ts';
import { openDescriptionStore } from '../../../engine/store/openDescriptionStore.ts';
import { readDescriptionFile } from '../../../engine/store/readDescriptionFile.ts';
import { generatedBy } from '../../support/generatedBy.ts';

let folder: string;
let file: string;
const opened: DescriptionStore[] = [];

async function open(): Promise<DescriptionStore> {
  const { descriptions } = await openDescriptionStore(folder);
  opened.push(descriptions);
  return descriptions;
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'descriptions-'));
  file = path.join(folder, 'descriptions.db');
});
afterEach(async () => {
  for (const store of opened.splice(0)) store.close();
  await rm(folder, { recursive: true, force: true });
});

const act = (title: string, who = 'Ada', continues: number | null = null) => ({ title, who, continues });
/** A change of what the person sees now. */
const saying = (store: DescriptionStore, sticker: string, text: string, state: DescriptionState = 'edited', view: View = 'style'): StoredChange => {
  const seen = store.find(sticker, view);
  return { sticker, view, text, state, generation: state === 'edited' ? null : seen?.generation ?? null, basedOn: seen?.id ?? 0 };
};
const edit = (store: DescriptionStore, sticker: string, text: string, who = 'Ada', continues: number | null = null) => store.change(act(`Edit ${text}`, who, continues), [saying(store, sticker, text)]);
const generate = (store: DescriptionStore, sticker: string, text: string, mayReplace = true) => store.addGenerated(sticker, 'style', text, generatedBy('llava'), () => mayReplace);
const textOf = (store: DescriptionStore, sticker: string) => store.find(sticker, 'style')?.text ?? null;
const stateOf = (store: DescriptionStore, sticker: string) => store.find(sticker, 'style')?.state ?? null;

describe('versions', () => {
  test('the newest is what a description says, also after reopening; everything before stays', async () => {
    const store = await open();
    generate(store, 'a.png', 'first');
    edit(store, 'a.png', 'second');
    store.change(act('Accept'), [saying(store, 'a.png', 'second', 'accepted')]);
    opened.pop()!.close();
    const again = await open();
    expect([...again.present()]).toEqual([expect.objectContaining({ id: 3, sticker: 'a.png', view: 'style', text: 'second', state: 'accepted', who: 'Ada', undoes: null })]);
    expect(again.history('a.png', 'style').map(({ text, state, title, who }) => [text, state, title, who])).toEqual([
      ['second', 'accepted', 'Accept', 'Ada'], ['second', 'edited', 'Edit second', 'Ada'], ['first', 'generated', 'Generated', 'llava'],
    ]);
    expect(again.history('a.png', 'intention')).toEqual([]);
    expect(again.find('b.png', 'style')).toBeNull();
  });

  // Windows deletes no file that is open.
  test.skipIf(process.platform === 'win32')('nothing is written into a file that was deleted, and it goes on once the file is back', async () => {
    const store = await open();
    edit(store, 'a.png', 'first');
    const away = `${file}.away`;
    await rename(file, away);
    const refused = 'was deleted or moved while it was open';
    expect(() => edit(store, 'a.png', 'second')).toThrow(refused);
    expect(() => generate(store, 'b.png', 'a model wrote')).toThrow(refused);
    expect(() => store.undo('Ada')).toThrow(refused);
    await rename(away, file);
    edit(store, 'a.png', 'third');
    expect(store.history('a.png', 'style').map(({ text }) => text)).toEqual(['third', 'first']);
    expect(store.find('b.png', 'style')).toBeNull();
  });

  test('a generated text keeps where it is from, through acceptance and rejection', async () => {
    const store = await open();
    const generation = generatedBy('llava', { input: 'asked', options: { temperature: 0.25, num_ctx: 8192 }, batch: 7 });
    const added = store.addGenerated('a.png', 'style', 'text', generation, () => true)!;
    expect(added.source).toEqual({ model: 'llava', digest: generation.digest, input: 'asked', batch: 7 });
    store.change(act('Accept'), [saying(store, 'a.png', 'text', 'accepted')]);
    store.change(act('Reject'), [saying(store, 'a.png', 'text', 'rejected')]);
    expect(store.find('a.png', 'style')).toMatchObject({ state: 'rejected', source: added.source, generation: added.generation });
    expect(store.history('a.png', 'style').map(({ origin }) => origin)).toEqual([generation, generation, generation]);
    edit(store, 'a.png', 'mine');
    expect(store.history('a.png', 'style')[0].origin).toBeNull();
  });

  test('`since` tells the newest of what came after, in order, also another connection\'s', async () => {
    const [store, other] = [await open(), await open()];
    edit(store, 'a.png', 'one');
    const { id } = store.find('a.png', 'style')!;
    edit(other, 'b.png', 'two');
    edit(store, 'a.png', 'three');
    edit(other, 'b.png', 'four');
    expect(store.since(id).map(({ sticker, text }) => [sticker, text])).toEqual([['a.png', 'three'], ['b.png', 'four']]);
    expect(store.since(store.find('b.png', 'style')!.id)).toEqual([]);
  });

  test('`changedElsewhere` is true once after another connection wrote, and never after an own write', async () => {
    const [store, other] = [await open(), await open()];
    store.changedElsewhere();
    edit(store, 'a.png', 'one');
    expect(store.changedElsewhere()).toBe(false);
    edit(other, 'a.png', 'two');
    expect([store.changedElsewhere(), store.changedElsewhere()]).toEqual([true, false]);
  });

  test('no statement can change or remove a version', async () => {
    edit(await open(), 'a.png', 'one');
    const database = new DatabaseSync(file);
    expect(() => database.exec(`UPDATE version SET text = 'other'`)).toThrow('never changed');
    expect(() => database.exec('DELETE FROM version')).toThrow('never removed');
    database.close();
  });

  test('text of every kind comes back as it was', async () => {
    const store = await open();
    const text = 'Zeile eins\r\nZeile zwei\t"\'; DROP TABLE version; -- \u0001 \u{1F600} \u202Eعربى\n';
    edit(store, 'ordner/ü "x\'.png', text);
    expect(textOf(store, 'ordner/ü "x\'.png')).toBe(text);
  });
});

describe('changes', () => {
  test('a person\'s newer word is a conflict and stays; other changes of the same act are written', async () => {
    const [store, other] = [await open(), await open()];
    for (const state of ['edited', 'accepted', 'rejected', 'missing'] as const) {
      const sticker = `${state}.png`;
      edit(store, sticker, 'seen');
      const mine = saying(store, sticker, 'mine');
      other.change(act('Other', 'Bob'), [saying(other, sticker, state === 'missing' ? '' : 'theirs', state)]);
      const { step, written, conflicts } = store.change(act('Edit'), [mine, { ...mine, sticker: `free-${state}.png`, basedOn: 0 }]);
      expect(step).not.toBeNull();
      expect(written.map(({ sticker: name }) => name)).toEqual([`free-${state}.png`]);
      expect(conflicts).toEqual([store.find(sticker, 'style')]);
      expect(conflicts[0]).toMatchObject({ who: 'Bob', state });
    }
  });

  test('a model\'s newer text gives way to a person\'s', async () => {
    const store = await open();
    const mine = saying(store, 'a.png', 'mine');
    generate(store, 'a.png', 'the model\'s');
    expect(store.change(act('Edit'), [mine]).conflicts).toEqual([]);
    expect(textOf(store, 'a.png')).toBe('mine');
  });

  test('nothing is written where nothing is different', async () => {
    const store = await open();
    edit(store, 'a.png', 'one');
    expect(edit(store, 'a.png', 'one')).toEqual({ step: null, written: [], conflicts: [] });
    expect(store.change(act('Back'), [saying(store, 'b.png', '', 'given')]).step).toBeNull();
    expect(store.history('a.png', 'style')).toHaveLength(1);
    expect(store.undo('Ada')).toMatchObject({ title: 'Edit one' });
    expect(store.undo('Ada')).toBeNull();
  });

  test('a person\'s text is never written over by a model, whatever the caller says; others only where it may', async () => {
    const store = await open();
    for (const state of ['edited', 'accepted'] as const) {
      store.change(act('Act'), [saying(store, `${state}.png`, 'person', state)]);
      expect(generate(store, `${state}.png`, 'model')).toBeNull();
      expect(textOf(store, `${state}.png`)).toBe('person');
    }
    for (const state of ['given', 'rejected', 'missing', 'generated'] as const) {
      store.change(act('Act'), [saying(store, `${state}.png`, 'before', 'edited')]);
      store.change(act('Act'), [saying(store, `${state}.png`, '', state)]);
      expect(generate(store, `${state}.png`, 'model', false)).toBeNull();
      expect(generate(store, `${state}.png`, 'model')).toMatchObject({ text: 'model', state: 'generated', who: 'llava', step: null });
    }
  });

  test('the question whether a model may is asked of what is there at that moment', async () => {
    const [store, other] = [await open(), await open()];
    generate(other, 'a.png', 'theirs');
    const asked: unknown[] = [];
    store.addGenerated('a.png', 'style', 'text', generatedBy('llava'), (present) => {
      asked.push(present?.text ?? null);
      return false;
    });
    store.addGenerated('b.png', 'style', 'text', generatedBy('llava'), (present) => {
      asked.push(present);
      return false;
    });
    expect(asked).toEqual(['theirs', null]);
  });

  test('an act that fails writes nothing of itself', async () => {
    const store = await open();
    const changes = [saying(store, 'a.png', 'one'), { ...saying(store, 'b.png', 'two'), generation: 99 }];
    expect(() => store.change(act('Broken'), changes)).toThrow();
    expect([...store.present()]).toEqual([]);
    expect(store.undo('Ada')).toBeNull();
  });
});

describe('undo and redo', () => {
  test('an act over many descriptions is taken back and done again as a whole', async () => {
    const store = await open();
    generate(store, 'a.png', 'generated');
    edit(store, 'b.png', 'edited', 'Bob');
    store.change(act('Replace'), ['a.png', 'b.png', 'c.png'].map((sticker) => saying(store, sticker, 'new')));
    const undone = store.undo('Ada')!;
    expect(undone).toMatchObject({ title: 'Replace', kept: 0 });
    expect(undone.written).toEqual([...store.present()].toSorted((a, b) => a.id - b.id));
    expect(undone.written.map(({ sticker, text, state, who }) => [sticker, text, state, who])).toEqual([
      ['a.png', 'generated', 'generated', 'Ada'], ['b.png', 'edited', 'edited', 'Ada'], ['c.png', '', 'given', 'Ada'],
    ]);
    expect(store.find('a.png', 'style')!.source?.model).toBe('llava');
    expect(store.history('a.png', 'style').map(({ title }) => title)).toEqual(['Undo: Replace', 'Replace', 'Generated']);
    expect(store.redo('Ada')).toMatchObject({ title: 'Replace', kept: 0 });
    expect(['a.png', 'b.png', 'c.png'].map((sticker) => textOf(store, sticker))).toEqual(['new', 'new', 'new']);
    expect(store.history('a.png', 'style').map(({ title }) => title)).toEqual(['Replace', 'Undo: Replace', 'Replace', 'Generated']);
    expect(store.redo('Ada')).toBeNull();
  });

  test('several acts on one description are undone from the last and done again from the first, any number of times', async () => {
    const store = await open();
    for (const text of ['one', 'two', 'three']) edit(store, 'a.png', text);
    for (let round = 0; round < 3; round++) {
      const back = [1, 2, 3].map(() => (store.undo('Ada'), textOf(store, 'a.png')));
      expect([...back, stateOf(store, 'a.png'), store.undo('Ada')]).toEqual(['two', 'one', '', 'given', null]);
      const forth = [1, 2, 3].map(() => (store.redo('Ada'), textOf(store, 'a.png')));
      expect([...forth, store.redo('Ada')]).toEqual(['one', 'two', 'three', null]);
    }
    expect(store.undo('Ada')!.title).toBe('Edit three');
  });

  test('each person undoes their own, and what was changed since is kept and counted', async () => {
    const store = await open();
    store.change(act('Both'), ['a.png', 'b.png'].map((sticker) => saying(store, sticker, 'Ada\'s')));
    edit(store, 'a.png', 'Bob\'s', 'Bob');
    expect(store.undo('Ada')).toMatchObject({ title: 'Both', kept: 1, written: [{ sticker: 'b.png', state: 'given' }] });
    expect(textOf(store, 'a.png')).toBe('Bob\'s');
    expect(store.undo('Ada')).toBeNull();
    expect(store.redo('Ada')).toMatchObject({ kept: 1, written: [{ sticker: 'b.png', text: 'Ada\'s' }] });
    expect(store.undo('Bob')).toMatchObject({ title: 'Edit Bob\'s', kept: 0, written: [{ sticker: 'a.png', text: 'Ada\'s' }] });
  });

  test('a model\'s text written after an undo is not taken away by redo, nor by undo', async () => {
    const store = await open();
    edit(store, 'a.png', 'mine');
    store.undo('Ada');
    generate(store, 'a.png', 'the model\'s');
    expect(store.redo('Ada')).toMatchObject({ kept: 1, written: [] });
    expect(store.undo('Ada')).toMatchObject({ kept: 1, written: [] });
    expect(textOf(store, 'a.png')).toBe('the model\'s');
  });

  test('a new act ends what could be done again', async () => {
    const store = await open();
    edit(store, 'a.png', 'one');
    store.undo('Ada');
    edit(store, 'b.png', 'two');
    expect(store.redo('Ada')).toBeNull();
    expect(store.undo('Ada')!.title).toBe('Edit two');
    expect(store.undo('Ada')).toBeNull();
  });

  test('typing that goes on is one act; not after another one, an undo, or by another person', async () => {
    const store = await open();
    generate(store, 'a.png', 'before');
    const { step } = edit(store, 'a.png', 'h');
    for (const text of ['he', 'hel']) expect(edit(store, 'a.png', text, 'Ada', step).step).toBe(step);
    expect(edit(store, 'b.png', 'x', 'Bob', step).step).not.toBe(step);
    const { step: second } = edit(store, 'c.png', 'other');
    expect(edit(store, 'a.png', 'hell', 'Ada', step).step).not.toBe(step);
    store.undo('Ada');
    expect(edit(store, 'c.png', 'more', 'Ada', second).step).not.toBe(second);
    for (let i = 0; i < 3; i++) store.undo('Ada');
    expect(store.find('a.png', 'style')).toMatchObject({ text: 'before', state: 'generated' });
    expect(store.history('a.png', 'style')[0].title).toBe('Undo: Edit h');
  });

  test('the acts outlive the process', async () => {
    edit(await open(), 'a.png', 'one');
    opened.pop()!.close();
    (await open()).undo('Ada');
    opened.pop()!.close();
    const store = await open();
    expect(store.redo('Ada')!.title).toBe('Edit one');
    expect(textOf(store, 'a.png')).toBe('one');
  });
});

describe('proposals', () => {
  const proposal = (text: string) => ({ sticker: 'a.png', view: 'style' as const, text, generation: generatedBy('llava', { seed: 5 }) });

  test('one a description, taken as an act that can be undone, with its origin', async () => {
    const store = await open();
    edit(store, 'a.png', 'old');
    store.propose(proposal('first'));
    store.propose(proposal('second'));
    expect(store.proposal('a.png', 'style')).toEqual(proposal('second'));
    expect(store.proposed()).toEqual([{ sticker: 'a.png', view: 'style' }]);
    expect(textOf(store, 'a.png')).toBe('old');
    const taken = store.resolveProposal('a.png', 'style', true, act('Take'))!;
    expect(taken.written).toEqual([expect.objectContaining({ text: 'second', state: 'accepted', who: 'Ada', source: expect.objectContaining({ model: 'llava' }) })]);
    expect(store.history('a.png', 'style')[0]).toMatchObject({ title: 'Take', origin: { seed: 5 } });
    expect([store.proposal('a.png', 'style'), store.proposed(), store.resolveProposal('a.png', 'style', true, act('Again'))]).toEqual([null, [], null]);
    store.undo('Ada');
    expect(store.find('a.png', 'style')).toMatchObject({ text: 'old', state: 'edited' });
  });

  test('dropping it writes nothing', async () => {
    const store = await open();
    store.propose(proposal('new'));
    expect(store.resolveProposal('a.png', 'style', false, act('Drop'))).toEqual({ step: null, written: [], conflicts: [] });
    expect([store.proposal('a.png', 'style'), store.find('a.png', 'style')]).toEqual([null, null]);
  });
});

test('what a prompt version says is kept once', async () => {
  const store = await open();
  store.keepPrompts('abc', 'one');
  store.keepPrompts('abc', 'two');
  expect([store.prompts('abc'), store.prompts('def')]).toEqual(['one', null]);
});

describe('the file', () => {
  const refused = (message: string) => expect.objectContaining({ message: expect.stringContaining(message), file, remedy: expect.stringMatching(/\w/u) });

  test('damaged or another program\'s, it is refused with what to do, and stays as it is', async () => {
    const foreign = new DatabaseSync(path.join(folder, 'foreign'));
    foreign.exec('CREATE TABLE mine (x)');
    foreign.close();
    edit(await open(), 'a.png', 'one');
    opened.pop()!.close();
    const own = await readFile(file);
    const later = Buffer.from(own);
    // Bytes 60 to 63 of an SQLite file are its user_version.
    later.writeUInt32BE(999, 60);
    const contents = { 'another program': await readFile(path.join(folder, 'foreign')), 'later version': later, 'is damaged': Buffer.concat([Buffer.from('no database'), Buffer.alloc(5000, 7)]) };
    await rm(path.join(folder, 'foreign'));
    for (const [message, content] of Object.entries(contents)) {
      await writeFile(file, content);
      await expect(openDescriptionStore(folder)).rejects.toEqual(refused(message));
      await expect(readDescriptionFile(file)).rejects.toEqual(refused(message));
      expect(await readFile(file)).toEqual(content);
      expect(await readdir(folder)).toEqual(['descriptions.db']);
    }
  });

  test('damage within is told by the call that finds it', async () => {
    const store = await open();
    store.change(act('Many'), Array.from({ length: 500 }, (_, i) => saying(store, `${i}.png`, `text ${i} `.repeat(20))));
    opened.pop()!.close();
    const content = await readFile(file);
    content.fill(0xaa, 3 * 4096);
    await writeFile(file, content);
    await expect((async () => [...(await open()).present()])()).rejects.toEqual(refused('damaged'));
    await expect(readDescriptionFile(file)).rejects.toEqual(refused('damaged'));
    opened.pop()?.close();
  });

  test('who only reads makes no file, leaves none behind, and sees what others have just written', async () => {
    expect(await readDescriptionFile(file)).toBeNull();
    expect(await readdir(folder)).toEqual([]);
    const store = await open();
    edit(store, 'a.png', 'one');
    expect(await readDescriptionFile(file)).toEqual([...store.present()]);
    opened.pop()!.close();
    expect(await readDescriptionFile(file)).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['descriptions.db']);
    await writeFile(file, '');
    expect(await readDescriptionFile(file)).toEqual([]);
  });

  test('a folder that is not there, or a folder in the file\'s place, is refused', async () => {
    await mkdir(file);
    for (const at of [folder, path.join(folder, 'nowhere')]) {
      await expect(openDescriptionStore(at)).rejects.toMatchObject({ file: path.join(at, 'descriptions.db'), remedy: expect.stringContaining('Check') });
    }
  });
});
