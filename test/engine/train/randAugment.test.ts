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
