import { expect, test } from 'vitest';
import { createRandom } from '../../../engine/random/random.ts';
import { applyOperations, drawOperations, operations } from '../../../engine/train/randAugment.ts';
import { operationCases, picture } from '../images/augmentationCases.ts';

test('every operation has its cases', () => {
  expect(new Set(operationCases.map(({ operation }) => operation))).toEqual(new Set(Object.keys(operations)));
});

test.each(Object.keys(operations))('%s gives timm\'s bytes', (name) => {
  for (const { magnitude, negative, picture: source, pixels } of operationCases.filter(({ operation }) => operation === name)) {
    const made = applyOperations(picture(source), [{ name, level: magnitude / 10, sign: negative ? -1 : 1 }]);
    expect(made, `${source}, ${negative ? -magnitude : magnitude}`).toEqual({ width: 24, height: 20, pixels });
  }
});

test('two operations of fifteen, each taken half the time, near the magnitude, of either sign', () => {
  const draws = Array.from({ length: 6000 }, (_, i) => drawOperations(createRandom('operations', i), 9));
  const drawn = draws.flat();
  const share = (count: number) => draws.filter(({ length }) => length === count).length / draws.length;
  expect([share(0), share(1), share(2)].map((value) => Math.round(value * 20) / 20)).toEqual([0.25, 0.5, 0.25]);
  for (const name of Object.keys(operations)) expect(drawn.filter((one) => one.name === name).length / drawn.length, name).toBeCloseTo(1 / 15, 1);
  const levels = drawn.map(({ level }) => level);
  expect(Math.max(...levels)).toBe(1);
  // The share of a normal around 9 with deviation 0.5 that is cut off at 10.
  expect(levels.filter((level) => level === 1).length / levels.length).toBeCloseTo(0.0228, 2);
  expect(levels.toSorted((a, b) => a - b)[levels.length >> 1]).toBeCloseTo(0.9, 2);
  expect(drawn.filter(({ sign }) => sign === 1).length / drawn.length).toBeCloseTo(0.5, 1);
  expect(draws.some((pair) => pair.length === 2 && pair[0].name === pair[1].name)).toBe(true);
});
