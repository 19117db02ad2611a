import { expect, test } from 'vitest';
import { createQuadtree } from '../../../engine/analyze/quadtree.ts';
import { createRandom } from '../../../engine/random/random.ts';

function repelExactly(positions: Float64Array, i: number): [number, number, number] {
  let [x, y, mass] = [0, 0, 0];
  for (let j = 0; 2 * j < positions.length; j++) {
    if (j === i) continue;
    const dx = positions[2 * i] - positions[2 * j];
    const dy = positions[2 * i + 1] - positions[2 * j + 1];
    const q = 1 / (1 + dx * dx + dy * dy);
    x += q * q * dx;
    y += q * q * dy;
    mass += q;
  }
  return [x, y, mass];
}

function largestError(positions: Float64Array, theta: number): number {
  const n = positions.length / 2;
  const tree = createQuadtree(n, theta);
  const forces = new Float64Array(2 * n);
  const masses = new Float64Array(n);
  tree.build(positions);
  tree.repel(0, n, forces, masses);
  const exact = Array.from({ length: n }, (_, i) => repelExactly(positions, i));
  const scale = Math.max(...exact.map(([x, y]) => Math.hypot(x, y)), 1e-12);
  return Math.max(...exact.flatMap(([x, y, mass], i) => [Math.hypot(forces[2 * i] - x, forces[2 * i + 1] - y) / scale, Math.abs(masses[i] / mass - 1)]));
}

test('the repulsion is exact at a tiny angle and near at the usual one', () => {
  const random = createRandom(1);
  const positions = Float64Array.from({ length: 1000 }, () => random.normal() * 20);
  expect(largestError(positions, 1e-6)).toBeLessThan(1e-9);
  expect(largestError(positions, 0.5)).toBeLessThan(0.05);
});

test('a crowd on one spot beside others pushes as often as it has points', () => {
  const random = createRandom(2);
  const positions = Float64Array.from({ length: 400 }, (_, at) => (at < 200 ? 3 : random.normal() * 5));
  expect(largestError(positions, 1e-6)).toBeLessThan(1e-9);
});
