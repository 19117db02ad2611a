import { expect, test } from 'vitest';
import { createSessionNeighbours } from '../../../engine/analyze/sessionNeighbours.ts';
import { randomArray } from '../../support/runGraph.ts';

test.each([[700, 8, 5], [4, 3, 3], [40, 16, 39]])('%i points of width %i: the %i nearest are those of a full search', async (n, width, k) => {
  const points = randomArray([n, width], 'neighbours', n);
  const { indices, distances } = await createSessionNeighbours(1)(points, n, width, k);
  const squared = (a: number, b: number) => Array.from({ length: width }, (_, d) => (points[a * width + d] - points[b * width + d]) ** 2).reduce((x, y) => x + y, 0);
  for (let row = 0; row < n; row += Math.ceil(n / 50)) {
    const expected = Array.from({ length: n }, (_, other) => other).filter((other) => other !== row).toSorted((a, b) => squared(row, a) - squared(row, b)).slice(0, k);
    expect(Array.from(indices.subarray(row * k, (row + 1) * k))).toEqual(expected);
    expected.forEach((other, i) => expect(distances[row * k + i]).toBeCloseTo(squared(row, other), 3));
  }
});

test('identical points are each other\'s neighbours, never their own', async () => {
  const points = new Float32Array(6 * 4).fill(1);
  const { indices, distances } = await createSessionNeighbours(1)(points, 6, 4, 3);
  for (let row = 0; row < 6; row++) expect(Array.from(indices.subarray(row * 3, row * 3 + 3))).not.toContain(row);
  expect(Math.max(...distances)).toBeLessThan(1e-5);
});
