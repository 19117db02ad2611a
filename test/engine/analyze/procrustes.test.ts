import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { alignPoints, type PlanePoints } from '../../../engine/analyze/procrustes.ts';

interface Case {
  readonly reference: [number, number][];
  readonly points: [number, number][];
  readonly aligned: [number, number][];
  readonly disparity: number;
}

const { cases } = JSON.parse(await readFile(new URL('../../reference/procrustes.json', import.meta.url), 'utf8')) as { cases: Case[] };

const plane = (points: readonly (readonly [number, number])[], ids = points.map((_, i) => String(i))): PlanePoints => ({ ids, x: Float32Array.from(points, ([x]) => x), y: Float32Array.from(points, ([, y]) => y) });

test('turned, mirrored, scaled and moved as SciPy does, on 24 pairs of maps', () => {
  for (const { reference, points, aligned, disparity } of cases) {
    const { x, y } = alignPoints(plane(points), plane(reference));
    const n = reference.length;
    const [u, v] = [0, 1].map((axis) => reference.reduce((sum, point) => sum + point[axis] / n, 0)) as [number, number];
    const size = Math.hypot(...reference.flatMap((point) => [point[0] - u, point[1] - v]));
    aligned.forEach(([alignedX, alignedY], i) => {
      expect((x[i] - u) / size).toBeCloseTo(alignedX, 4);
      expect((y[i] - v) / size).toBeCloseTo(alignedY, 4);
    });
    const left = reference.reduce((sum, point, i) => sum + (x[i] - point[0]) ** 2 + (y[i] - point[1]) ** 2, 0);
    expect(left / size ** 2).toBeCloseTo(disparity, 4);
  }
});

/** Mirrored, turned by a right angle, doubled and moved. */
const moved = ([x, y]: readonly [number, number]) => [2 * y + 5, 2 * x - 1] as const;

test('the stickers in both maps decide; the others go with them', () => {
  const points = [[0, 0], [1, 0], [0, 2], [3, 3], [-4, 1]] as const;
  const reference = plane([moved(points[2]), moved(points[0]), moved(points[1])], ['2', '0', '1']);
  const { x, y } = alignPoints(plane(points), reference);
  points.forEach((point, i) => {
    expect(x[i]).toBeCloseTo(moved(point)[0], 5);
    expect(y[i]).toBeCloseTo(moved(point)[1], 5);
  });
});

test('with one sticker in both a map is moved, with none left, and points that coincide stay finite', () => {
  const points = plane([[1, 2], [3, 5]], ['a', 'b']);
  expect(alignPoints(points, plane([[9, 9]], ['a']))).toMatchObject({ x: Float32Array.of(9, 11), y: Float32Array.of(9, 12) });
  expect(alignPoints(points, plane([[9, 9]], ['c']))).toMatchObject({ x: points.x, y: points.y });
  const together = alignPoints(plane([[4, 4], [4, 4]], ['a', 'b']), points);
  expect(together).toMatchObject({ x: Float32Array.of(2, 2), y: Float32Array.of(3.5, 3.5) });
  const onto = alignPoints(points, plane([[4, 4], [4, 4]], ['a', 'b']));
  expect([...onto.x, ...onto.y].every(Number.isFinite)).toBe(true);
});
