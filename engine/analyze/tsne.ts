import { availableParallelism } from 'node:os';
import { createRandom } from '../random/random.ts';
import type { Affinities } from './affinities.ts';
import type { NeighbourSearch, Neighbours } from './neighbours.ts';
import { runWorkers } from './runWorkers.ts';
import { share, sharedFloat64, sharedInt32 } from './sharedArray.ts';
import type { LayoutParameters, LayoutProgress } from './workerTask.ts';

export interface TsneConfig {
  readonly seed: number;
  /** Where the worker's code lies: `tsneWorker.ts` from source, `tsneWorker.js` when bundled. */
  readonly workerFile: URL;
  /** Wished for; lowered to (n - 1) / 3 where there are too few points. */
  readonly perplexity?: number;
  readonly iterations?: number;
  readonly theta?: number;
  /** Worker threads. The result does not depend on it. */
  readonly threads?: number;
  /** Finds the neighbours that attract each other. */
  readonly neighbours: NeighbourSearch;
  readonly signal?: AbortSignal;
  /** Told of the positions [n, 2] at the start, principal components of deviation 1e-4; they are shared, and move from then on. */
  readonly onStart?: (positions: Float64Array, iterations: number) => void;
  readonly onProgress?: (progress: LayoutProgress) => void;
}

/** What a map was computed with. */
export interface TsneParameters extends Omit<LayoutParameters, 'reportEvery'> {
  readonly perplexity: number;
  readonly seed: number;
}

export interface TsneReport {
  /** [n, 2]. */
  readonly coordinates: Float32Array;
  /** Kullback-Leibler divergence at the end, in nats; 0 for fewer than two points. */
  readonly kl: number;
  readonly parameters: TsneParameters;
}

/** Fewer rows than this do not repay another thread. */
const rowsPerThread = 256;
const maxThreads = 8;
/** Standard deviation of the first component at the start. */
const startScale = 1e-4;
const exaggeration = 12;
/** Points up to which the repulsion is taken as fine as scikit-learn does; beyond, theta 0.7 halves the time of an iteration, and 1,000 are taken. */
const fineUpTo = 10_000;

const chooseThreads = (n: number) => Math.max(1, Math.min(availableParallelism(), maxThreads, Math.ceil(n / rowsPerThread)));

/** The first two principal components at `startScale`; a direction without variance starts from seeded noise, or it would stay empty. */
async function startPositions(points: Float32Array, n: number, width: number, { seed, workerFile, signal }: TsneConfig): Promise<Float64Array> {
  let scores = new Float64Array(0);
  await runWorkers(workerFile, [{ kind: 'components', points, n, width, k: 2, seed }], signal, (answer) => (scores = answer as Float64Array<ArrayBuffer>));
  const random = createRandom(seed, 'tsne');
  const deviation = (axis: number) => Math.sqrt(scores.reduce((sum, value, at) => (at % 2 === axis ? sum + value * value : sum), 0) / n);
  const scale = deviation(0);
  const positions = sharedFloat64(2 * n);
  for (const axis of [0, 1]) {
    const flat = !(deviation(axis) > 1e-9 * scale);
    for (let at = axis; at < 2 * n; at += 2) positions[at] = startScale * (flat ? random.normal() : scores[at] / scale);
  }
  return positions;
}

async function computeSharedAffinities(neighbours: Neighbours, n: number, k: number, perplexity: number, { workerFile, signal }: TsneConfig): Promise<Affinities> {
  let affinities: Affinities | undefined;
  await runWorkers(workerFile, [{ kind: 'affinities', neighbours, n, k, perplexity }], signal, (answer) => (affinities = answer as Affinities));
  const { starts, columns, values } = affinities!;
  return { starts: share(starts), columns: share(columns), values: share(values) };
}

/**
 * Barnes-Hut t-SNE (van der Maaten 2014) of `points` [n, width] in the plane: perplexity 30, start from the principal components, early
 * exaggeration 12 for 250 iterations. The learning rate is n / exaggeration / 4 in each phase (Belkina et al. 2019), so that 600 iterations, or
 * 1,000 beyond 10,000 points, come as far as scikit-learn's 1,000, which keep the rate of the first phase (`npm run bench -- tsne`). The first phase has 50 at least, as there, or n / 4 where
 * that is less: with 50, a few points fly apart and never settle.
 * The same points and seed give the same map, whatever the number of threads. Points must be finite.
 * Throws the signal's reason when cancelled.
 */
export async function computeTsne(points: Float32Array, n: number, width: number, config: TsneConfig): Promise<TsneReport> {
  const { seed, workerFile, signal, iterations = n > fineUpTo ? 1000 : 600, theta = n > fineUpTo ? 0.7 : 0.5, threads = chooseThreads(n) } = config;
  const perplexity = Math.max(1, Math.min(config.perplexity ?? 30, Math.floor((n - 1) / 3)));
  const parameters: TsneParameters = {
    perplexity, seed, theta, iterations, learningRate: Math.max(n / exaggeration / 4, Math.min(50, n / 4)), lateLearningRate: n / 4, exaggeration, exaggerationIterations: Math.min(250, iterations),
  };
  if (n < 2) return { coordinates: new Float32Array(2 * n), kl: 0, parameters };

  const shared = share(points.subarray(0, n * width));
  const positions = await startPositions(shared, n, width, config);
  config.onStart?.(positions, iterations);
  const k = Math.min(n - 1, Math.floor(3 * perplexity + 1));
  const neighbours = await config.neighbours(shared, n, width, k, signal);
  const affinities = await computeSharedAffinities(neighbours, n, k, perplexity, config);
  const layout = {
    kind: 'layout' as const,
    n,
    workers: threads,
    affinities,
    parameters: { ...parameters, reportEvery: 50 },
    positions,
    attraction: sharedFloat64(2 * n),
    repulsion: sharedFloat64(2 * n),
    masses: sharedFloat64(n),
    divergences: sharedFloat64(n),
    barrier: sharedInt32(2),
  };
  let kl = 0;
  const tasks = Array.from({ length: threads }, (_, worker) => ({ ...layout, worker }));
  await runWorkers(workerFile, tasks, signal, (answer) => {
    const progress = answer as LayoutProgress;
    kl = progress.kl;
    config.onProgress?.(progress);
  });
  return { coordinates: Float32Array.from(positions), kl, parameters };
}
