import { expect, test } from 'vitest';
import { textShares, visualShares } from '../../../engine/explain/guidedShares.ts';
import { addUp, toShares } from '../../../engine/explain/heat.ts';
import { microTraining } from '../../support/microModel.ts';

const { model } = microTraining;

test('a stage\'s key tokens lie in TGFA in the reverse order of their choice, stage 4 first; a patch chosen twice gets both weights', () => {
  // Tokens: the CLS tokens of stages 4 to 1, then 2, 2, 4 and 16 key tokens of stages 4 to 1.
  const counts = [16, 4, 2, 2];
  const weights = Float32Array.from({ length: 28 }, (_, token) => token);
  const chosen = [Int32Array.from({ length: 16 }, (_, i) => 20 + i), Int32Array.of(1, 2, 3, 4), Int32Array.of(2, 2), Int32Array.of(1, 1)];
  expect(chosen.map(({ length }) => length)).toEqual(counts);
  const shares = visualShares(weights, chosen, model);
  expect(shares.map(({ clsWeight }) => clsWeight)).toEqual([3, 2, 1, 0]);
  expect(shares[3].keyTokens).toEqual([{ place: 0, weight: 4 + 5 }]);
  expect(shares[2].keyTokens).toEqual([{ place: 1, weight: 6 + 7 }]);
  expect(shares[1].keyTokens).toEqual([{ place: 0, weight: 11 }, { place: 1, weight: 10 }, { place: 2, weight: 9 }, { place: 3, weight: 8 }]);
  expect(shares[0].keyTokens[0]).toEqual({ place: 19, weight: 27 });
});

test('a text gets what its global and its local token got; the released model tells stage 3\'s twice', () => {
  const weights = Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40);
  const views = ['intention', 'style', 'roles', 'all'] as const;
  expect(textShares(weights, views, { ...model, lastStageText: 'own' })).toEqual([
    { view: 'intention', stage: 1, share: 44 }, { view: 'style', stage: 2, share: 33 }, { view: 'roles', stage: 3, share: 22 }, { view: 'all', stage: 4, share: 11 },
  ]);
  expect(textShares(weights, views, { ...model, lastStageText: 'previous' }).map(({ share }) => share)).toEqual([44, 33, 32, 1]);
});

test('a fine grid is added up within a coarser one\'s cells; shares of nothing are nothing', () => {
  expect([...addUp([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], 4, 2)]).toEqual([14, 22, 46, 54]);
  expect([...toShares([1, 3])]).toEqual([0.25, 0.75]);
  expect([...toShares([0, 0])]).toEqual([0, 0]);
});
