import { expect, test } from 'vitest';
import {
  clampTop, gridShape, isScaled, maximumScrollHeight, maximumTop, movedIndex, scrollHeight, scrollOfTop, topOfScroll, topShowing, visibleRows,
} from '../../../webview/grid/gridGeometry.ts';

const small = gridShape({ count: 23, width: 500, viewport: 250, tileWidth: 100, rowHeight: 100 });
const huge = gridShape({ count: 1_000_000, width: 700, viewport: 700, tileWidth: 100, rowHeight: 150 });

test('as many columns as fit, at least one', () => {
  expect(small).toMatchObject({ columns: 5, rows: 5 });
  expect(gridShape({ count: 3, width: 10, viewport: 250, tileWidth: 100, rowHeight: 100 })).toMatchObject({ columns: 1, rows: 3 });
});

test('a small grid scrolls by its own pixels', () => {
  expect(isScaled(small)).toBe(false);
  expect(scrollHeight(small)).toBe(500);
  expect(topOfScroll(small, 130)).toBe(130);
  expect(clampTop(small, 9999)).toBe(250);
});

test('a huge grid fits the scroll bar and both ends are reached exactly', () => {
  expect(isScaled(huge)).toBe(true);
  expect(scrollHeight(huge)).toBe(maximumScrollHeight);
  expect(topOfScroll(huge, 0)).toBe(0);
  expect(topOfScroll(huge, maximumScrollHeight - huge.viewport)).toBe(maximumTop(huge));
  expect(topOfScroll(huge, scrollOfTop(huge, 9_876_543))).toBeCloseTo(9_876_543, 3);
  expect(visibleRows(huge, maximumTop(huge), 0).end).toBe(huge.rows);
});

test('visible rows with a margin stay within the grid', () => {
  expect(visibleRows(small, 120, 0)).toEqual({ first: 1, end: 4 });
  expect(visibleRows(small, 120, 2)).toEqual({ first: 0, end: 5 });
  expect(visibleRows({ ...small, count: 0, rows: 0 }, 0, 2)).toEqual({ first: 0, end: 0 });
});

test('a tile is shown by the shortest move', () => {
  expect(topShowing(small, 0, 22)).toBe(250);
  expect(topShowing(small, 250, 6)).toBe(100);
  expect(topShowing(small, 100, 7)).toBe(100);
});

test('keys move within the grid and stop at its edges', () => {
  const moved = (index: number, key: string, ctrl = false) => movedIndex(small, index, key, ctrl);
  expect(moved(0, 'ArrowLeft')).toBe(0);
  expect(moved(4, 'ArrowRight')).toBe(5);
  expect(moved(3, 'ArrowUp')).toBe(3);
  expect(moved(18, 'ArrowDown')).toBe(22);
  expect(moved(21, 'ArrowDown')).toBe(21);
  expect(moved(12, 'PageUp')).toBe(2);
  expect(moved(7, 'PageUp')).toBe(2);
  expect(moved(12, 'PageDown')).toBe(22);
  expect(moved(13, 'Home')).toBe(10);
  expect(moved(21, 'End')).toBe(22);
  expect(moved(13, 'Home', true)).toBe(0);
  expect(moved(13, 'End', true)).toBe(22);
  expect(moved(13, 'a')).toBeNull();
});
