import { expect, test } from 'vitest';
import { heatWords } from '../../../../webview/sticker/attention/heatWords.ts';

/** A map of 3 x 3 or 6 x 6 cells in which only some have a share. */
function stage(side: number, shares: Readonly<Record<number, number>>) {
  const values = Float32Array.from({ length: side * side }, (_, cell) => shares[cell] ?? 0);
  return { stage: 2, side, heat: { attention: values, importance: values, decision: values } };
}

test('the three strongest cells by where they lie, those of one place added up', () => {
  expect(heatWords(stage(3, { 1: 0.5, 4: 0.3, 6: 0.15, 8: 0.05 }), 'attention')).toBe('Stage 2: upper middle 50.0 %, centre 30.0 %, lower left 15.0 % in the 3 strongest of 9 cells.');
  expect(heatWords(stage(6, { 0: 0.25, 7: 0.25, 35: 0.5 }), 'importance')).toBe('Stage 2: lower right 50.0 %, upper left 50.0 % in the 3 strongest of 36 cells.');
});

test('cells without a share are not told of', () => {
  expect(heatWords(stage(3, { 5: 1 }), 'decision')).toBe('Stage 2: middle right 100.0 % in the 1 strongest of 9 cells.');
  expect(heatWords(stage(3, {}), 'decision')).toBe('Stage 2: nothing it attends to speaks for the class.');
});
