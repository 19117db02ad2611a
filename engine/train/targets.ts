/**
 * What the cross entropy of a batch is taken with: one-hot rows, smoothed and weighted by class so that the mean over rows
 * is PyTorch's `cross_entropy` with `label_smoothing` and `weight`, which divides by the sum of the labels' weights.
 * -> float32 [labels, classes]; with weights of 1 the rows sum to 1
 */
export function targetRows(labels: readonly number[], smoothing: number, weights: readonly number[]): Float32Array {
  const classes = weights.length;
  const scale = labels.length / labels.reduce((total, label) => total + weights[label], 0);
  return Float32Array.from({ length: labels.length * classes }, (_, at) => {
    const [label, c] = [labels[Math.floor(at / classes)], at % classes];
    return scale * weights[c] * (smoothing / classes + (c === label ? 1 - smoothing : 0));
  });
}
