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
 * The `count` tokens a head that matter most; heads keep their own picks, repeats and all. No gradient flows through the choice.
 * -> int32 [batch, heads * count]: rows of the stage's tokens, the CLS token's 0 never among them, a head after the other, best first
 */
export function chooseKeyTokens(g: GraphBuilder, maps: readonly Value[], count: number): Value {
  const [batch, heads, n] = maps[0].shape as [number, number, number];
  const importance = g.reshape(g.slice(tokenImportance(g, maps), 3, 1, n), [batch, heads, n - 1]);
  const patches = g.toInt32(g.topK(importance, count).indices);
  return g.reshape(g.add(patches, g.indices(Int32Array.of(1), [1])), [batch, heads * count]);
}

/** Rows of `tokens` [batch, n, width] named by `rows` int32 [batch, k] -> [batch, k, width]. */
export function gatherTokens(g: GraphBuilder, tokens: Value, rows: Value): Value {
  const [batch, count] = rows.shape as [number, number];
  const width = tokens.shape[2];
  return g.gatherElements(tokens, g.expand(g.reshape(rows, [batch, count, 1]), [batch, count, width]), 1);
}

/** The columns of int32 [batch, k] in reverse. */
export function reverseColumns(g: GraphBuilder, x: Value): Value {
  const count = x.shape[1];
  const order = g.indices(Int32Array.from({ length: count }, (_, i) => count - 1 - i), [count]);
  return g.transpose(g.gather(g.transpose(x, [1, 0]), order), [1, 0]);
}
