import { expect, test } from 'vitest';
import { exportSummary } from '../../../extension/commands/exportText.ts';

test('an export says what its format could not hold', () => {
  expect(exportSummary({ written: 210, files: ['/out/out.jsonl'], notes: [] })).toBe('210 stickers are written to out.jsonl.');
  expect(exportSummary({ written: 1, files: ['a', 'b', 'c', 'd'], notes: ['2 stickers have no label.'] })).toBe('1 sticker is written to a, b, c and 1 more. 2 stickers have no label.');
});
