import { expect, test } from 'vitest';
import { epochLength, epochOrder } from '../../../engine/train/epochOrder.ts';
import type { Example } from '../../../engine/train/examples.ts';

const examples = (count: number): Example[] => Array.from({ length: count }, (_, i) => ({ id: String(i), label: 0, texts: ['', '', '', ''] }));
const ids = (order: readonly Example[]) => order.map(({ id }) => id);

test('without repeats an epoch sees every example once, in an order of its own', () => {
  const order = epochOrder(examples(600), 1, 3, 1);
  expect(new Set(ids(order)).size).toBe(600);
  expect(order).toHaveLength(600);
  expect(order.every(({ copy }) => copy === 0)).toBe(true);
  expect(ids(order)).toEqual(ids(epochOrder(examples(600), 1, 3, 1)));
  expect(ids(order)).not.toEqual(ids(epochOrder(examples(600), 1, 3, 2)));
  expect(ids(order)).not.toEqual(ids(epochOrder(examples(600), 1, 4, 1)));
});

test('with repeats copies follow each other and the epoch keeps its length, in multiples of 256', () => {
  const order = epochOrder(examples(600), 3, 3, 1);
  expect(order).toHaveLength(512);
  order.forEach(({ id, copy }, place) => {
    expect(copy).toBe(place % 3);
    expect(id).toBe(order[place - copy].id);
  });
  expect(new Set(ids(order)).size).toBe(Math.ceil(512 / 3));
  const seen = new Set(Array.from({ length: 30 }, (_, epoch) => ids(epochOrder(examples(600), 3, 3, epoch))).flat());
  expect(seen.size).toBe(600);
});

test('SER30K\'s epoch is as long as the released sampler\'s, small data is used whole', () => {
  expect(epochLength(21_517, 3)).toBe(21_504);
  expect(epochLength(255, 3)).toBe(255);
  expect(epochLength(257, 1)).toBe(257);
  expect(ids(epochOrder(examples(10), 3, 1, 1))).toHaveLength(10);
});
