/** The `k` nearest other rows of each row, nearest first. */
export interface Neighbours {
  /** [n, k] row numbers. */
  readonly indices: Int32Array;
  /** [n, k] squared Euclidean distances. */
  readonly distances: Float32Array;
}

/** Finds exact neighbours among the rows of `points` [n, width]. */
export type NeighbourSearch = (points: Float32Array, n: number, width: number, k: number, signal?: AbortSignal) => Promise<Neighbours>;
