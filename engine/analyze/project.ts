import { StickerLabError } from '../errors/stickerLabError.ts';
import type { NeighbourSearch } from './neighbours.ts';
import { runWorkers } from './runWorkers.ts';
import { computeTsne, type TsneParameters } from './tsne.ts';
import type { LayoutProgress } from './workerTask.ts';

export interface ProjectionConfig {
  /** Whose features the rows are, as many as there are. */
  readonly ids: readonly string[];
  readonly method: 'tsne' | 'pca';
  readonly seed: number;
  /** Where the worker's code lies: `tsneWorker.ts` from source, `tsneWorker.js` when bundled. */
  readonly workerFile: URL;
  /** Names the features in messages. */
  readonly file: string;
  /** For t-SNE. */
  readonly neighbours: NeighbourSearch;
  readonly signal?: AbortSignal;
  /** Told of t-SNE's positions [n, 2] at the start; they are shared, and move from then on. */
  readonly onStart?: (positions: Float64Array, iterations: number) => void;
  readonly onProgress?: (progress: LayoutProgress) => void;
}

export interface ProjectionReport {
  /** [n, 2]. */
  readonly coordinates: Float32Array;
  /** t-SNE's divergence in nats; null for PCA. */
  readonly kl: number | null;
  readonly seconds: number;
  readonly parameters: TsneParameters | { readonly seed: number };
}

function checkFeatures(features: Float32Array, width: number, { ids, file }: ProjectionConfig): void {
  if (features.length !== ids.length * width) throw new StickerLabError(`${features.length} numbers are not ${ids.length} features of ${width}.`, file, 'Evaluate the run again to write its features anew.');
  const bad = features.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new StickerLabError(`The feature of ${ids[Math.floor(bad / width)]} holds ${features[bad]}, which has no place on a map.`, file, 'The training diverged; train again with a lower learning rate, or take an earlier checkpoint.');
  }
}

/** Of features from some 1e19 on, squared distances are beyond float32. */
function checkPlaces(coordinates: Float32Array, { file }: ProjectionConfig): void {
  if (!coordinates.every(Number.isFinite)) throw new StickerLabError('The features are too large to be laid out.', file, 'The training diverged; train again with a lower learning rate, or take an earlier checkpoint.');
}

/**
 * Projects `features` [ids, width] to the plane, in worker threads.
 * Throws StickerLabError where a feature is not finite, or too large to be laid out, and the signal's reason when cancelled.
 */
export async function projectFeatures(features: Float32Array, width: number, config: ProjectionConfig): Promise<ProjectionReport> {
  const { method, seed, workerFile, signal } = config;
  const n = config.ids.length;
  signal?.throwIfAborted();
  checkFeatures(features, width, config);
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  if (method === 'tsne') {
    const { coordinates, kl, parameters } = await computeTsne(features, n, width, config);
    checkPlaces(coordinates, config);
    return { coordinates, kl, seconds: seconds(), parameters };
  }
  let coordinates = new Float32Array(2 * n);
  const onScores = (scores: unknown) => (coordinates = Float32Array.from(scores as Float64Array));
  await runWorkers(workerFile, [{ kind: 'components', points: features, n, width, k: 2, seed }], signal, onScores);
  checkPlaces(coordinates, config);
  return { coordinates, kl: null, seconds: seconds(), parameters: { seed } };
}
