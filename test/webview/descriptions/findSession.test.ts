import { expect, test } from 'vitest';
import type { ChangeReport, ReplacePreview, UndoReport } from '../../../extension/protocol/engine.ts';
import { FindSession, type Replacing } from '../../../webview/descriptions/findSession.ts';

const asking = (find: string, replacement = 'dog'): Replacing => ({ filter: { splits: ['test'] }, query: { find, regex: false, wholeWord: false, matchCase: false, view: null }, replacement });
const later = (milliseconds = 30) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

interface Asked { replacing: Replacing; offset: number; signal: AbortSignal; answer: (preview: ReplacePreview) => void; fail: (reason: unknown) => void }

function session(replace: () => Promise<ChangeReport> = async () => ({ step: 1, versions: [1, 2, 3], conflicts: [] }), undo: (step: number) => Promise<UndoReport | null> = async () => null, rest = 0) {
  const asked: Asked[] = [];
  const replaced: [Replacing, number][] = [];
  const finding = new FindSession({
    delay: 10, rest,
    find: (replacing, offset, _limit, signal) => new Promise((answer, fail) => { asked.push({ replacing, offset, signal, answer, fail }); }),
    replace: (...all) => { replaced.push(all); return replace(); },
    undo, onChange: () => {},
  });
  return { finding, asked, replaced };
}

const preview = (texts: number): ReplacePreview => ({
  places: texts * 2, texts, stickers: texts,
  changes: Array.from({ length: Math.min(40, texts) }, (_, k) => ({ id: `${k}.png`, view: 'style', state: 'given', before: 'a cat', after: 'a dog' })),
});

test('counts once typing pauses; a newer question cancels the one before', async () => {
  const { finding, asked } = session();
  finding.ask(asking('c'));
  finding.ask(asking('ca'));
  await later();
  expect(asked.map(({ replacing }) => replacing.query.find)).toEqual(['ca']);
  finding.ask(asking('cat'));
  expect(asked[0].signal.aborted).toBe(true);
  asked[0].answer(preview(99));
  await later();
  expect([finding.counted, finding.busy]).toEqual([null, 'counting']);
  asked[1].answer(preview(3));
  await later(0);
  expect([finding.counted, finding.busy]).toEqual([{ places: 6, texts: 3, stickers: 3 }, null]);
  expect([finding.change(2)?.after, finding.change(3)]).toEqual(['a dog', null]);
  finding.ask(asking('cat'));
  await later();
  expect(asked).toHaveLength(2);
  finding.ask(null);
  expect(finding.counted).toBeNull();
});

test('reads further changes as they come into view', async () => {
  const { finding, asked } = session();
  finding.ask(asking('cat'));
  await later();
  asked[0].answer(preview(100));
  await later(0);
  finding.showChanges(45, 50);
  expect(asked[1].offset).toBe(40);
});

test('replaces what was counted, as asked, and only once it is counted', async () => {
  const { finding, asked, replaced } = session(async () => ({ step: 7, versions: [1, 2, 3], conflicts: [{ id: 'x', view: 'style', text: '', who: 'Ann' }] }),
    async (step) => ({ title: `Replace "cat" with "dog" (act ${step})`, changed: [{ id: 'a', view: 'style' }], kept: 2 }));
  finding.ask(asking('cat'));
  await finding.replace();
  await later();
  asked[0].answer(preview(3));
  await later(0);
  await finding.replace();
  expect(replaced).toEqual([[asking('cat'), 3]]);
  expect(finding.outcome).toEqual({ text: 'Replaced 6 places in 2 texts. 1 text that somebody changed in the meantime was left alone.', step: 7 });
  await finding.replace();
  expect(replaced).toHaveLength(1);
  asked[1].answer(preview(0));
  await later(0);
  await finding.undo();
  expect(finding.outcome).toEqual({ text: 'Taken back: Replace "cat" with "dog" (act 7), 1 text. 2 texts changed since were left alone.', step: null });
});

test('a failure says why, and the texts are counted anew', async () => {
  const { finding, asked } = session(() => Promise.reject({ message: 'The texts have changed since.', data: { file: '', remedy: '' } }));
  finding.ask(asking('('));
  await later();
  asked[0].fail({ message: 'A group is not closed.', data: { file: '', remedy: 'Close it.' } });
  await later(0);
  expect([finding.failure?.message, finding.counted, finding.busy]).toEqual(['A group is not closed.', null, null]);
  finding.ask(asking('cat'));
  expect(finding.failure).toBeNull();
  await later();
  asked[1].answer(preview(3));
  await later(0);
  await finding.replace();
  asked[2].answer(preview(5));
  await later(0);
  expect([finding.failure?.message, finding.counted?.texts, finding.outcome]).toEqual(['The texts have changed since.', 5, null]);
});

test('texts that change elsewhere are counted anew, with the old count until then', async () => {
  const { finding, asked } = session();
  finding.ask(asking('cat'));
  await later();
  asked[0].answer(preview(3));
  await later(0);
  finding.textsChanged();
  expect([finding.counted?.texts, finding.busy]).toEqual([3, 'counting']);
  await later();
  asked[1].answer(preview(2));
  await later(0);
  expect([finding.counted?.texts, finding.busy]).toEqual([2, null]);
});

test('a batch that changes texts all the time leaves a count its end, and time to act on it', async () => {
  const { finding, asked, replaced } = session(undefined, undefined, 60);
  finding.ask(asking('cat'));
  await later();
  for (let i = 0; i < 5; i++) finding.textsChanged();
  await later();
  expect([asked.length, asked[0].signal.aborted]).toEqual([1, false]);
  asked[0].answer(preview(3));
  await later(0);
  finding.textsChanged();
  expect([finding.counted?.texts, finding.busy]).toEqual([3, null]);
  await later(120);
  expect([asked.length, finding.busy]).toEqual([2, 'counting']);
  asked[1].answer(preview(4));
  await later(0);
  await finding.replace();
  expect(replaced).toEqual([[asking('cat'), 4]]);
});
