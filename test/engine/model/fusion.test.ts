import { expect, test } from 'vitest';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { softFusion } from '../../../engine/model/fusion.ts';
import { resizePositions } from '../../../engine/model/positions.ts';
import { randomArray, runGraph } from '../../support/runGraph.ts';

test('soft fusion adds the softmax-weighted texts; one text is simply added', async () => {
  const g = new GraphBuilder();
  const [v, t, one] = [g.input('v', [1, 2, 2]), g.input('t', [1, 2, 2]), g.input('one', [1, 1, 2])];
  const { two, single } = await runGraph(g, { two: softFusion(g, v, t), single: softFusion(g, v, one) }, {
    v: Float32Array.from([1, 0, 0, 2]), t: Float32Array.from([1, 1, -1, 0]), one: Float32Array.from([3, 4]),
  });
  const w = (a: number, b: number) => Math.exp(a) / (Math.exp(a) + Math.exp(b));
  const [p, q] = [w(1, -1), w(2, 0)];
  [1 + p - (1 - p), p, q - (1 - q), 2 + q].forEach((value, i) => expect(two[i]).toBeCloseTo(value, 5));
  expect(single).toEqual([4, 4, 3, 6]);
});

test('positions resize bilinearly with half-pixel centres', async () => {
  const g = new GraphBuilder();
  const { same, double } = await runGraph(g, {
    same: resizePositions(g, g.input('a', [1, 4, 3]), 2, 2), double: resizePositions(g, g.input('b', [1, 4, 1]), 2, 4),
  }, { a: randomArray([1, 4, 3], 'same'), b: Float32Array.from([0, 4, 8, 12]) });
  expect(same).toHaveLength(12);
  // Rows and columns at 0, 0.25, 0.75, 1 of the way: torch's interpolate(mode='bilinear', align_corners=False).
  expect(double).toEqual([0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12]);
});
