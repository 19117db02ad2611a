/**
 * t-SNE of 642, 6,148 and 30,739 x 512 (other counts as arguments), side by side with scikit-learn where the environment variable PYTHON
 * names a Python that has it. The points: 7 classes of 3 clusters, cut off at zero like a network's features. `npm run bench -- tsne`
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { createSessionNeighbours } from '../../engine/analyze/sessionNeighbours.ts';
import { computeTsne } from '../../engine/analyze/tsne.ts';
import { createRandom } from '../../engine/random/random.ts';

const width = 512;
const workerFile = new URL('../../engine/analyze/tsneWorker.ts', import.meta.url);
const python = process.env['PYTHON'];

function drawPoints(n: number): Float32Array<ArrayBuffer> {
  const random = createRandom(1, 'tsne bench');
  const centres = Array.from({ length: 21 }, () => Float32Array.from({ length: width }, () => random.normal() * 0.7));
  const points = new Float32Array(n * width);
  for (let i = 0; i < n; i++) for (let d = 0; d < width; d++) points[i * width + d] = Math.max(0, centres[i % 21][d] + random.normal());
  return points;
}

interface Reference {
  readonly seconds: number;
  readonly kl: Readonly<Record<'ours' | 'scikit-learn', number>>;
  readonly trustworthiness: Readonly<Record<'ours' | 'scikit-learn', number>>;
}

async function compareWithReference(points: Float32Array, layout: Float32Array, n: number, seconds: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sticker-lab-tsne-'));
  try {
    const [given, ours] = [path.join(folder, 'points'), path.join(folder, 'layout')];
    await writeFile(given, points);
    await writeFile(ours, layout);
    const script = path.join(import.meta.dirname, '../reference/tsne.py');
    const found = JSON.parse(execFileSync(python!, [script, given, String(n), String(width), ours], { encoding: 'utf8' })) as Reference;
    const { kl, trustworthiness } = found;
    console.log(`  scikit-learn: ${found.seconds.toFixed(1)} s, ${(found.seconds / seconds).toFixed(1)} times as long; exact KL ${kl.ours.toFixed(4)} to its ${kl['scikit-learn'].toFixed(4)} `
      + `(${(100 * (kl.ours / kl['scikit-learn'] - 1)).toFixed(1)} %); trustworthiness at 12 ${trustworthiness.ours.toFixed(4)} to ${trustworthiness['scikit-learn'].toFixed(4)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [642, 6148, 30_739];
if (!python) console.log('Without PYTHON in the environment there is no scikit-learn to compare with.');
for (const n of counts) {
  const points = drawPoints(n);
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  let searched = 0;
  const { coordinates, kl, parameters } = await computeTsne(points, n, width, {
    seed: 1,
    workerFile,
    async neighbours(...search) {
      const found = await createSessionNeighbours(availableParallelism())(...search);
      searched = elapsed();
      return found;
    },
  });
  const seconds = elapsed();
  console.log(`t-SNE ${n.toLocaleString()} x ${width}: ${seconds.toFixed(1)} s (neighbours ${searched.toFixed(1)} s), KL ${kl.toFixed(4)}, theta ${parameters.theta}, ${parameters.iterations} iterations, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
  if (python) await compareWithReference(points, coordinates, n, seconds);
}
