import { expect, test } from 'vitest';
import { importChoices, importSummary } from '../../../extension/commands/importText.ts';

const report = { read: 1200, taken: 0, same: 1200, kept: 0, unknown: [], broken: [] };

test('a file that brings nothing new offers nothing', () => {
  expect(importChoices(report)).toEqual([]);
  expect(importSummary(report)).toBe('1,200 texts read, 1,200 the same already');
});

test('writing over a person\'s texts is a choice of its own, and never the first where there are new ones', () => {
  expect(importChoices({ ...report, taken: 1, kept: 2 }).map(({ label, overwrite }) => [label, overwrite])).toEqual([
    ['$(check) Take 1 new text', false], ['$(warning) Take them, and write over 2 texts that a person wrote', true],
  ]);
  expect(importChoices({ ...report, kept: 1 }).map(({ label, overwrite }) => [label, overwrite])).toEqual([['$(warning) Write over 1 text that a person wrote', true]]);
});

test('what could not be read or belongs to no sticker is counted', () => {
  expect(importSummary({ read: 5, taken: 3, same: 1, kept: 1, unknown: ['x.png'], broken: ['line 3: half', 'line 9: half'] }))
    .toBe('5 texts read, 3 of them new, 1 the same already, 1 where a person wrote another, 1 id of no sticker, 2 lines not readable');
});
