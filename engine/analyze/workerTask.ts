import type { Affinities } from './affinities.ts';
import type { Neighbours } from './neighbours.ts';

/** Answers a `Float64Array` [n, k]: the principal components' scores. */
export interface ComponentsTask {
  readonly kind: 'components';
  readonly points: Float32Array;
  readonly n: number;
  readonly width: number;
  readonly k: number;
  readonly seed: number;
}

/** Answers `Affinities`. */
export interface AffinitiesTask {
  readonly kind: 'affinities';
  readonly neighbours: Neighbours;
  readonly n: number;
  readonly k: number;
  readonly perplexity: number;
}

/** One of `workers` equal partners that move the map's points in step. The first one answers `LayoutProgress`. */
export interface LayoutTask {
  readonly kind: 'layout';
  readonly n: number;
  readonly worker: number;
  readonly workers: number;
  readonly affinities: Affinities;
  readonly parameters: LayoutParameters;
  /** Shared: positions [n, 2]; attraction, repulsion [n, 2]; masses and divergence [n]; barrier [2]. */
  readonly positions: Float64Array;
  readonly attraction: Float64Array;
  readonly repulsion: Float64Array;
  readonly masses: Float64Array;
  readonly divergences: Float64Array;
  readonly barrier: Int32Array;
}

export interface LayoutParameters {
  readonly theta: number;
  readonly iterations: number;
  /** While exaggerated. */
  readonly learningRate: number;
  readonly lateLearningRate: number;
  readonly exaggeration: number;
  readonly exaggerationIterations: number;
  /** Iterations from one report to the next. */
  readonly reportEvery: number;
}

export interface LayoutProgress {
  readonly iteration: number;
  readonly iterations: number;
  /** Kullback-Leibler divergence of the map from the (not exaggerated) affinities, in nats. */
  readonly kl: number;
}

export type WorkerTask = ComponentsTask | AffinitiesTask | LayoutTask;
