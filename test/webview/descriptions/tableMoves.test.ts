import { expect, test } from 'vitest';
import { movedPlace, nextText } from '../../../webview/descriptions/tableMoves.ts';

const moved = (row: number, column: number, key: string, ctrl = false) => {
  const place = movedPlace({ row, column }, key, ctrl, 100, 7);
  return place && [place.row, place.column];
};

test('arrows and pages stay within the table', () => {
  expect([moved(0, 0, 'ArrowUp'), moved(0, 0, 'ArrowLeft'), moved(99, 4, 'ArrowDown'), moved(99, 4, 'ArrowRight')]).toEqual([[0, 0], [0, 0], [99, 4], [99, 4]]);
  expect([moved(5, 2, 'ArrowUp'), moved(5, 2, 'ArrowRight'), moved(5, 2, 'PageDown'), moved(5, 2, 'PageUp'), moved(97, 2, 'PageDown')]).toEqual([[4, 2], [5, 3], [12, 2], [0, 2], [99, 2]]);
  expect([moved(5, 2, 'Home'), moved(5, 2, 'End'), moved(5, 2, 'Home', true), moved(5, 2, 'End', true), moved(5, 2, 'a')]).toEqual([[5, 0], [5, 4], [0, 0], [99, 4], null]);
});

test('Tab goes from text to text over the rows, never onto the stickers', () => {
  expect(nextText({ row: 3, column: 2 }, 10, false)).toEqual({ row: 3, column: 3 });
  expect(nextText({ row: 3, column: 4 }, 10, false)).toEqual({ row: 4, column: 1 });
  expect(nextText({ row: 9, column: 4 }, 10, false)).toBeNull();
  expect(nextText({ row: 3, column: 1 }, 10, true)).toEqual({ row: 2, column: 4 });
  expect(nextText({ row: 0, column: 1 }, 10, true)).toBeNull();
});
