import type { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';

/**
 * How much each token matters to the CLS token: row 0 of the product of a stage's attention maps, computed as a chain of
 * vector products (Local Re-Attention, which MGHFT takes over; the full product would need tokens^2 entries).
 *
 * Maps A_1..A_L are [batch, heads, n, m]. Where keys are reduced (m < n) the product alternates orientation so that shapes
 * chain, ... A_4 A_3^T A_2 A_1^T; where they are square it is A_L ... A_1. -> [batch, heads, 1, n]
 */
export function tokenImportance(g: GraphBuilder, maps: readonly Value[]): Value {
  const square = maps[0].shape[2] === maps[0].shape[3];
  const last = maps.length - 1;
  const transposed = (index: number) => !square && index % 2 === 0;
  const [batch, heads, n, m] = maps[last].shape as [number, number, number, number];
  let row = transposed(last)
    ? g.reshape(g.slice(maps[last], 3, 0, 1), [batch, heads, 1, n])
    : g.reshape(g.slice(maps[last], 2, 0, 1), [batch, heads, 1, m]);
  for (let index = last - 1; index >= 0; index--) row = g.matmul(row, maps[index], { transB: transposed(index) });
  return row;
}

/**
 * The `count` tokens a head that matter most, gathered from the stage's output; heads keep their own picks, repeats and
 * all. No gradient flows through the choice.
 * @param tokens [batch, n, width] with the CLS token in row 0 -> [batch, heads * count, width]
 */
export function selectKeyTokens(g: GraphBuilder, tokens: Value, maps: readonly Value[], count: number): Value {
  const [batch, n, width] = tokens.shape as [number, number, number];
  const heads = maps[0].shape[1];
  const importance = g.reshape(g.slice(tokenImportance(g, maps), 3, 1, n), [batch, heads, n - 1]);
  const picks = g.toInt32(g.topK(importance, count).indices);
  const firstRow = g.indices(Int32Array.from({ length: batch }, (_, b) => b * n + 1), [batch, 1, 1]);
  const rows = g.reshape(g.add(picks, firstRow), [batch * heads * count]);
  return g.reshape(g.gather(g.reshape(tokens, [batch * n, width]), rows), [batch, heads * count, width]);
}
