import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Draft } from '../../../../webview/sticker/board/draft.ts';
import { StoredDescription } from './storedDescription.ts';

let stored: StoredDescription;
let draft: Draft;
beforeEach(() => {
  vi.useFakeTimers();
  stored = new StoredDescription();
  draft = new Draft(stored, stored.present());
});
afterEach(() => { vi.useRealTimers(); });

const wait = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const texts = () => stored.written.map(({ text }) => text);

test('saves half a second after the last key, not after each', async () => {
  for (const text of ['Waves. N', 'Waves. No', 'Waves. No!']) {
    draft.input(text);
    await wait(400);
  }
  expect(texts()).toEqual([]);
  await wait(100);
  expect(texts()).toEqual(['Waves. No!']);
  expect(draft.settled).toBe(true);
});

test('one typing is one act until the card is left', async () => {
  draft.input('One');
  await wait(500);
  draft.input('One two');
  await draft.endTyping();
  draft.input('Three');
  await draft.endTyping();
  expect(stored.written.map(({ continues }) => continues)).toEqual([null, 40, null]);
});

test('what is typed while an answer is late is saved after it, based on the version it brings', async () => {
  stored.held = [];
  draft.input('One');
  await wait(500);
  draft.input('One two');
  await wait(2000);
  expect(draft.text).toBe('One two');
  draft.offer({ text: 'Waves.', version: 3, who: 'llava' });
  stored.letGo();
  await wait(0);
  stored.letGo();
  await wait(0);
  expect(texts()).toEqual(['One', 'One two']);
  expect([draft.text, draft.settled, draft.conflict]).toEqual(['One two', true, null]);
});

test('a description read before the save and told after it brings nothing old back', async () => {
  const late = stored.present();
  draft.input('Mine');
  await wait(500);
  draft.offer(late);
  expect(draft.text).toBe('Mine');
});

test('takes over what others wrote where nobody is typing', () => {
  stored.write('Theirs', 'Ada');
  draft.offer(stored.present());
  expect([draft.text, draft.dirty]).toEqual(['Theirs', false]);
});

test('another person\'s newer text: neither is lost, and nothing is saved until one is chosen', async () => {
  draft.input('Mine');
  stored.write('Theirs', 'Ada');
  draft.offer(stored.present());
  expect(draft.text).toBe('Mine');
  await wait(500);
  expect(draft.conflict).toMatchObject({ text: 'Theirs', who: 'Ada' });
  draft.input('Mine, more');
  await wait(5000);
  expect([draft.text, stored.text]).toEqual(['Mine, more', 'Theirs']);
  await draft.keepMine();
  expect([stored.text, draft.conflict, draft.settled]).toEqual(['Mine, more', null, true]);
});

test('theirs can be taken instead', async () => {
  draft.input('Mine');
  stored.write('Theirs', 'Ada');
  await wait(500);
  draft.takeTheirs();
  await wait(5000);
  expect([draft.text, draft.conflict, stored.text, stored.version]).toEqual(['Theirs', null, 'Theirs', 4]);
});

test('a change from outside in the middle of a typing whose last key is saved asks too', async () => {
  draft.input('Mine');
  await wait(500);
  stored.write('Theirs', 'Ada');
  draft.offer(stored.present());
  expect([draft.text, draft.conflict?.text]).toEqual(['Mine', 'Theirs']);
  await draft.keepMine();
  expect(stored.text).toBe('Mine');
});

test('a model\'s newer text gives way, and the same text from two persons is no conflict', async () => {
  draft.input('Mine');
  stored.write('Model, again', 'llava');
  await wait(500);
  expect([stored.text, draft.conflict]).toEqual(['Mine', null]);
  draft.input('Same');
  stored.write('Same', 'Ada');
  await wait(500);
  expect([draft.conflict, draft.settled]).toEqual([null, true]);
});

test('a save that fails says why and is tried again, ever more seldom, with what is typed by then', async () => {
  stored.failing = 'The engine service stopped.';
  draft.input('One');
  await wait(500);
  expect(draft.failure).toEqual({ message: 'The engine service stopped.', data: { file: '', remedy: 'Wait.' } });
  expect(stored.unsaved?.text).toBe('One');
  const asked = vi.spyOn(stored, 'change');
  await wait(14_000);
  expect(asked).toHaveBeenCalledTimes(3);
  stored.failing = '';
  draft.input('One two');
  await wait(500);
  expect([texts(), draft.failure, stored.unsaved]).toEqual([['One two'], null, null]);
});

test('a save that fails after the card is gone is not tried again: the journal keeps the text', async () => {
  stored.failing = 'The dataset is not open.';
  draft.input('One');
  void draft.endTyping();
  draft.stop();
  const asked = vi.spyOn(stored, 'change');
  await wait(120_000);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(stored.unsaved?.text).toBe('One');
});

test('an unsaved text is journalled from the first key, with the version it is based on', () => {
  draft.input('W');
  expect(stored.unsaved).toEqual({ text: 'W', version: 3 });
  draft.input('Waves.');
  expect(stored.unsaved).toBe(null);
});

test('accepting saves what is typed first, as an act of its own', async () => {
  draft.input('Mine');
  expect(await draft.mark('accepted')).toBe(true);
  expect(stored.written).toEqual([{ text: 'Mine', title: 'Edit', continues: null, state: undefined }, { text: 'Mine', title: 'Accept', continues: null, state: 'accepted' }]);
});

test('accepting a text that somebody changed meanwhile accepts nothing and shows theirs', async () => {
  stored.write('Theirs', 'Ada');
  expect(await draft.mark('accepted')).toBe(false);
  expect([draft.text, draft.conflict, texts()]).toEqual(['Theirs', null, []]);
});

test('after a text was accepted nobody is typing: what comes from outside is taken over, and the next key is another act', async () => {
  expect(await draft.mark('accepted')).toBe(true);
  stored.write('Theirs', 'Ada');
  draft.offer(stored.present());
  expect([draft.text, draft.conflict]).toEqual(['Theirs', null]);
  await draft.mark('accepted');
  draft.input('Mine');
  await draft.endTyping();
  expect(stored.written.at(-1)).toMatchObject({ text: 'Mine', continues: null });
});
