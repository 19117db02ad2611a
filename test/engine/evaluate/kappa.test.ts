import { expect, test } from 'vitest';
import { cohenKappa, fleissKappa } from '../../../engine/evaluate/kappa.ts';
import { reference } from './reference.ts';

function expectClose(actual: number | null, wanted: number | null, name: string) {
  if (wanted === null) expect(actual, name).toBeNull();
  else expect(actual, name).toBeCloseTo(wanted, 12);
}

test('Cohen\'s kappa equals scikit-learn\'s', () => {
  for (const { name, confusion, kappa } of reference.predictions) expectClose(cohenKappa(confusion), kappa, name);
  expect(reference.predictions.some(({ kappa }) => kappa === null)).toBe(true);
  expect(reference.predictions.some(({ kappa }) => kappa !== null && kappa < 0)).toBe(true);
});

test('Fleiss\' kappa equals that of statsmodels', () => {
  for (const { votes, kappa } of reference.fleiss) expectClose(fleissKappa(votes), kappa, `${votes.length} stickers`);
});

test('votes that do not compare give no kappa', () => {
  expect(fleissKappa([])).toBeNull();
  expect(fleissKappa([[], []])).toBeNull();
  expect(fleissKappa([[1], [2]])).toBeNull();
  expect(fleissKappa([[1, 2], [1, 2, 2]])).toBeNull();
  expect(fleissKappa([[1, 1], [2, 2]])).toBe(1);
  expect(cohenKappa([])).toBeNull();
});
