import type { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';

/** Row y of the result holds the weights that bilinear resizing (half-pixel centres, no antialias) gives to each source row. */
export function bilinearWeights(from: number, to: number): Float32Array {
  const weights = new Float32Array(to * from);
  for (let y = 0; y < to; y++) {
    const centre = Math.max(0, ((y + 0.5) * from) / to - 0.5);
    const low = Math.floor(centre);
    const high = Math.min(low + 1, from - 1);
    weights[y * from + low] += 1 - (centre - low);
    weights[y * from + high] += centre - low;
  }
  return weights;
}

/**
 * Resizes a position table [1, from * from, width] to [1, to * to, width] along each axis in turn, as two products, so that
 * its gradient is theirs.
 */
export function resizePositions(g: GraphBuilder, table: Value, from: number, to: number): Value {
  if (from === to) return table;
  const width = table.shape[2];
  const weights = g.constant(bilinearWeights(from, to), [to, from]);
  const columns = g.matmul(weights, g.reshape(table, [from, from, width]));
  const rows = g.matmul(weights, g.reshape(columns, [from, to * width]));
  return g.reshape(rows, [1, to * to, width]);
}
