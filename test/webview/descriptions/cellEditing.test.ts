import { expect, test } from 'vitest';
import type { ChangeReport, DescriptionChange, DescriptionView } from '../../../extension/protocol/engine.ts';
import { CellEditing, type Cell } from '../../../webview/descriptions/cellEditing.ts';

const cell: Cell = { id: 'a.png', view: 'style' };
const other: Cell = { id: 'a.png', view: 'roles' };
const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

/** A cell editor whose saves wait for an answer. */
function edited() {
  const sent: DescriptionChange[] = [];
  const saved: [Cell, string, number][] = [];
  const dropped: Cell[] = [];
  const journalled = new Map<string, { readonly text: string; readonly version: number } | null>();
  const answers: { answer: (report: ChangeReport) => void; fail: (reason: unknown) => void }[] = [];
  const editing = new CellEditing({
    save: (change) => new Promise((answer, fail) => { sent.push(change); answers.push({ answer, fail }); }),
    newestVersion: async () => 9,
    onSaved: (...all) => { saved.push(all); },
    onDropped: (each) => { dropped.push(each); },
    journal: ({ view }, unsaved) => { journalled.set(view, unsaved); },
    onChange: () => {},
  });
  return { editing, sent, saved, dropped, answers, journalled };
}

/** A text typed over version 4, and what stands there when the panel opens again. */
const leftBehind = (text: string, present: Pick<DescriptionView, 'text' | 'who' | 'version'>) => {
  const rest = { view: 'style', state: 'edited', stale: null, count: { pieces: 1, limit: 512, cutAt: null, exact: true }, at: 0, generated: null, proposal: null, writing: false } as const;
  return { unsaved: { root: '/data', ...cell, text, version: 4 }, present: { ...rest, ...present } };
};

const done = (version: number): ChangeReport => ({ step: 1, versions: [version], conflicts: [] });
const conflict: ChangeReport = { step: null, versions: [8], conflicts: [{ ...cell, text: 'Ann\'s', who: 'Ann' }] };

test('a changed text is saved with the version that was seen, an unchanged one is not', async () => {
  const { editing, sent, saved, answers } = edited();
  editing.start(cell, 'flat', 4);
  editing.close();
  expect(sent).toEqual([]);
  editing.start(cell, 'flat', 4, '!');
  editing.type('flat, bold');
  editing.start(other, 'a cat', 2);
  await settled();
  expect(sent).toEqual([{ ...cell, text: 'flat, bold', version: 4 }]);
  expect(editing.draft(cell)).toMatchObject({ draft: { text: 'flat, bold' }, saving: true });
  expect(editing.start(cell, 'flat', 4)).toBe(false);
  answers[0].answer(done(5));
  await settled();
  expect(saved).toEqual([[cell, 'flat, bold', 5]]);
  expect(editing.draft(cell)).toBeNull();
});

test('leaving with Escape forgets what was typed', async () => {
  const { editing, sent } = edited();
  editing.start(cell, 'flat', 4, 'x');
  expect(editing.open?.text).toBe('flatx');
  editing.cancel();
  await settled();
  expect([editing.open, editing.draft(cell), sent.length]).toEqual([null, null, 0]);
});

test('a conflict keeps the draft, through Escape too; it is saved over the newest version or dropped', async () => {
  const { editing, sent, saved, dropped, answers } = edited();
  editing.start(cell, 'flat', 4, ' mine');
  editing.close();
  await settled();
  answers[0].answer(conflict);
  await settled();
  expect(editing.draft(cell)).toEqual({ saving: false, draft: { ...cell, seen: 'flat', version: 4, text: 'flat mine', trouble: { kind: 'conflict', theirs: 'Ann\'s', who: 'Ann' } } });
  editing.start(cell, 'Ann\'s', 8, ' still');
  editing.cancel();
  expect(editing.draft(cell)?.draft.text).toBe('flat mine still');
  editing.start(cell, 'Ann\'s', 8);
  editing.close();
  await settled();
  expect(sent).toHaveLength(1);
  editing.saveMine(cell);
  await settled();
  expect(sent[1]).toEqual({ ...cell, text: 'flat mine still', version: 9 });
  answers[1].answer(conflict);
  await settled();
  editing.takeTheirs(cell);
  expect([dropped, saved, editing.draft(cell)]).toEqual([[cell], [], null]);
});

test('a failed save keeps the draft with the reason and asks again with the version that was seen', async () => {
  const { editing, sent, saved, answers } = edited();
  editing.start(cell, 'flat', 4, ' mine');
  editing.close();
  await settled();
  answers[0].fail({ message: 'The disk is full.', data: { file: '', remedy: 'Free some space.' } });
  await settled();
  expect(editing.draft(cell)?.draft.trouble).toEqual({ kind: 'failed', message: 'The disk is full. Free some space.' });
  editing.saveMine(cell);
  await settled();
  expect(sent[1]).toEqual({ ...cell, text: 'flat mine', version: 4 });
  answers[1].answer(done(5));
  await settled();
  expect(saved).toEqual([[cell, 'flat mine', 5]]);
});

test('what is typed is journalled from the first key until it is saved or given up', async () => {
  const { editing, answers, journalled } = edited();
  editing.start(cell, 'flat', 4);
  expect(journalled.size).toBe(0);
  editing.type('flat,');
  expect(journalled.get('style')).toEqual({ text: 'flat,', version: 4 });
  editing.start(other, 'a cat', 2, ' sits');
  await settled();
  expect([...journalled]).toEqual([['style', { text: 'flat,', version: 4 }], ['roles', { text: 'a cat sits', version: 2 }]]);
  answers[0].answer(done(5));
  editing.cancel();
  await settled();
  expect([...journalled]).toEqual([['style', null], ['roles', null]]);
  editing.start(other, 'a cat', 2, '!');
  editing.type('a cat');
  expect(journalled.get('roles')).toBeNull();
});

test('a draft in trouble stays in the journal until the person has decided', async () => {
  const { editing, answers, journalled } = edited();
  editing.start(cell, 'flat', 4, ' mine');
  editing.close();
  await settled();
  answers[0].answer(conflict);
  await settled();
  editing.start(cell, 'Ann\'s', 8, ' still');
  editing.cancel();
  expect(journalled.get('style')).toEqual({ text: 'flat mine still', version: 4 });
  editing.takeTheirs(cell);
  expect(journalled.get('style')).toBeNull();
});

test('a text left behind waits in its cell, unsaved, through Escape; leaving the cell saves it', async () => {
  const { editing, sent, journalled } = edited();
  editing.recover(leftBehind('flat mine', { text: 'flat', who: '', version: 4 }));
  expect(editing.draft(cell)).toEqual({ saving: false, draft: { ...cell, seen: 'flat', version: 4, text: 'flat mine', trouble: { kind: 'interrupted' } } });
  expect(editing.troubled).toEqual(['a.png']);
  editing.start(cell, 'flat', 4, '!');
  editing.cancel();
  await settled();
  expect([editing.draft(cell)?.draft.text, sent.length, journalled.get('style')?.text]).toEqual(['flat mine!', 0, 'flat mine!']);
  editing.start(cell, 'flat', 4);
  editing.close();
  await settled();
  expect([sent, editing.troubled]).toEqual([[{ ...cell, text: 'flat mine!', version: 4 }], []]);
});

test('a text left behind where another was written meanwhile is a conflict; one that was saved after all is forgotten', () => {
  const { editing, journalled } = edited();
  editing.recover(leftBehind('flat mine', { text: 'Ann\'s', who: 'Ann', version: 8 }));
  expect(editing.draft(cell)?.draft).toMatchObject({ text: 'flat mine', trouble: { kind: 'conflict', theirs: 'Ann\'s', who: 'Ann' } });
  editing.takeTheirs(cell);
  editing.recover(leftBehind('flat mine', { text: 'flat mine', who: 'me', version: 5 }));
  expect([editing.draft(cell), journalled.get('style')]).toEqual([null, null]);
});

test('a text left behind does not replace what is being typed', () => {
  const { editing } = edited();
  editing.start(cell, 'flat', 4, ' newer');
  editing.recover(leftBehind('flat mine', { text: 'flat', who: '', version: 4 }));
  expect([editing.open?.text, editing.draft(cell)]).toEqual(['flat newer', null]);
});
