import type { Neighbours } from './neighbours.ts';

/** Symmetric joint probabilities p_ij as compressed sparse rows; they add up to 1. */
export interface Affinities {
  /** [n + 1] start of each row in `columns` and `values`. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Bisection on the precision until the row's entropy is log(perplexity); same limits as scikit-learn's. */
const tolerance = 1e-5;
const maxSteps = 100;

/** p_j|i of one row, in place: exp(-beta (d - nearest)) normalised, beta so that exp(entropy) is the perplexity. */
function calibrateRow(distances: Float32Array, conditional: Float64Array, start: number, k: number, logPerplexity: number): void {
  const nearest = distances[start];
  let mean = 0;
  for (let e = start; e < start + k; e++) mean += (distances[e] - nearest) / k;
  // From the row's own scale, so that features of any size are calibrated within the steps.
  let beta = mean > 0 ? 1 / mean : 1;
  let low = 0;
  let high = Infinity;
  for (let step = 0; step < maxSteps; step++) {
    let sum = 0;
    let weighted = 0;
    for (let e = start; e < start + k; e++) {
      const distance = distances[e] - nearest;
      const weight = Math.exp(-beta * distance);
      conditional[e] = weight;
      sum += weight;
      weighted += weight * distance;
    }
    for (let e = start; e < start + k; e++) conditional[e] /= sum;
    const excess = Math.log(sum) + (beta * weighted) / sum - logPerplexity;
    if (Math.abs(excess) <= tolerance) return;
    if (excess > 0) low = beta;
    else high = beta;
    beta = high === Infinity ? beta * 2 : (low + high) / 2;
  }
}

/** p_ij = (p_j|i + p_i|j) / 2n from the `k` neighbours of each of `n` rows. */
export function computeAffinities({ indices, distances }: Neighbours, n: number, k: number, perplexity: number): Affinities {
  const conditional = new Float64Array(n * k);
  for (let row = 0; row < n; row++) calibrateRow(distances, conditional, row * k, k, Math.log(perplexity));

  // Every directed edge twice, grouped by row; an edge found from both ends is then merged.
  const groups = new Int32Array(n + 1);
  for (let e = 0; e < n * k; e++) groups[indices[e] + 1]++;
  for (let row = 0; row < n; row++) groups[row + 1] += groups[row] + k;
  const ends = groups.slice(0, n);
  const edgeColumns = new Int32Array(2 * n * k);
  const edgeValues = new Float64Array(2 * n * k);
  const add = (row: number, column: number, value: number) => {
    edgeColumns[ends[row]] = column;
    edgeValues[ends[row]++] = value;
  };
  for (let e = 0; e < n * k; e++) {
    const row = Math.floor(e / k);
    const value = conditional[e] / (2 * n);
    add(row, indices[e], value);
    add(indices[e], row, value);
  }

  const starts = new Int32Array(n + 1);
  const seenAt = new Int32Array(n).fill(-1);
  let written = 0;
  for (let row = 0; row < n; row++) {
    for (let e = groups[row]; e < groups[row + 1]; e++) {
      const column = edgeColumns[e];
      const value = edgeValues[e];
      if (seenAt[column] >= starts[row]) edgeValues[seenAt[column]] += value;
      else {
        // Never overtakes the reader: at most as many edges are kept as were read.
        seenAt[column] = written;
        edgeColumns[written] = column;
        edgeValues[written++] = value;
      }
    }
    starts[row + 1] = written;
  }
  return { starts, columns: edgeColumns.slice(0, written), values: edgeValues.slice(0, written) };
}
