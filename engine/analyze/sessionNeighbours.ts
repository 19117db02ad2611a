import { GraphBuilder } from '../graph/graphBuilder.ts';
import { createSession, createTensor } from '../runtime/session.ts';
import type { NeighbourSearch } from './neighbours.ts';

/** Query rows a session run takes: the scores of one tile against all points stay small. */
const tile = 512;

function squaredNorms(points: Float32Array, n: number, width: number): Float32Array {
  const norms = new Float32Array(n);
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) sum += points[i] ** 2;
    norms[row] = sum;
  }
  return norms;
}

/**
 * Exact nearest neighbours by onnxruntime: the largest 2 x.y - |y|^2 are the smallest |x - y|^2. Distances are squared, in
 * float32; where points coincide, rounding may leave a tiny distance instead of 0. Only for run processes: it blocks its thread.
 */
export function createSessionNeighbours(threads: number): NeighbourSearch {
  return async (shared, n, width, k, signal) => {
    const points = new Float32Array(shared);
    const norms = squaredNorms(points, n, width);
    const g = new GraphBuilder();
    const scores = g.sub(g.matmul(g.input('rows', [tile, width]), g.input('points', [n, width]), { transB: true, alpha: 2 }), g.input('norms', [1, n]));
    const found = g.topK(scores, Math.min(k + 1, n));
    g.output(found.values, 'values');
    g.output(found.indices, 'indices');
    const session = await createSession(g.build('neighbours'), { device: 'cpu', threads });
    const result = { indices: new Int32Array(n * k), distances: new Float32Array(n * k) };
    try {
      for (let start = 0; start < n; start += tile) {
        signal?.throwIfAborted();
        const rows = new Float32Array(tile * width);
        rows.set(points.subarray(start * width, Math.min(n, start + tile) * width));
        const outputs = await session.run({
          rows: createTensor('float32', rows, [tile, width]), points: createTensor('float32', points, [n, width]), norms: createTensor('float32', norms, [1, n]),
        });
        const values = outputs['values'].data as Float32Array;
        const indices = outputs['indices'].data as BigInt64Array;
        const columns = Math.min(k + 1, n);
        for (let row = start; row < Math.min(n, start + tile); row++) {
          let filled = 0;
          for (let column = 0; column < columns && filled < k; column++) {
            const at = (row - start) * columns + column;
            const other = Number(indices[at]);
            if (other === row) continue;
            result.indices[row * k + filled] = other;
            result.distances[row * k + filled] = Math.max(0, norms[row] - values[at]);
            filled++;
          }
        }
      }
    } finally {
      await session.release();
    }
    return result;
  };
}
