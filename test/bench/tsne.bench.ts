import { createRandom } from '../../engine/random/random.ts';
import { availableParallelism } from 'node:os';
import { createSessionNeighbours } from '../../engine/analyze/sessionNeighbours.ts';
import { computeTsne } from '../../engine/analyze/tsne.ts';

/** t-SNE of 6,148 x 512 (another count as the first argument): 7 classes of 3 clusters, cut off at zero like a network's features. */
const n = Number(process.argv[2] ?? 6148);
const width = 512;
const random = createRandom(1, 'tsne bench');
const centres = Array.from({ length: 21 }, () => Float32Array.from({ length: width }, () => random.normal() * 0.7));
const points = new Float32Array(n * width);
for (let i = 0; i < n; i++) for (let d = 0; d < width; d++) points[i * width + d] = Math.max(0, centres[i % 21][d] + random.normal());

const workerFile = new URL('../../engine/analyze/tsneWorker.ts', import.meta.url);
const started = performance.now();
let searched = 0;
const { kl, parameters } = await computeTsne(points, n, width, {
  seed: 1,
  workerFile,
  async neighbours(...search) {
    const found = await createSessionNeighbours(availableParallelism())(...search);
    searched = performance.now() - started;
    return found;
  },
});
const seconds = (performance.now() - started) / 1000;
console.log(`t-SNE ${n} x ${width}: ${seconds.toFixed(1)} s (neighbours ${(searched / 1000).toFixed(1)} s), KL ${kl.toFixed(4)}, perplexity ${parameters.perplexity}, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
