import { createSessionNeighbours } from '../../../engine/analyze/sessionNeighbours.ts';
import { createRandom } from '../../../engine/random/random.ts';

export const workerFile = new URL('../../../engine/analyze/tsneWorker.ts', import.meta.url);
export const neighbours = createSessionNeighbours(1);

/** `n` points around three far centres; point i belongs to blob i % 3. */
export function threeBlobs(n: number, width: number, spread = 10): Float32Array {
  const random = createRandom(7, 'blobs');
  const points = new Float32Array(n * width);
  for (let i = 0; i < n; i++) for (let d = 0; d < width; d++) points[i * width + d] = random.normal() + (d % 3 === i % 3 ? spread : 0);
  return points;
}
