/** Applies the covariance of centred rows, times their number, to vectors [count, width] -> [count, width]. */
export type CovarianceProduct = (vectors: Float64Array, count: number) => Float64Array;

/** Rows added to the matrix in one pass over it. */
const together = 4;

/** sum_i x_i x_i^T of the rows of `points` less `mean` [width, width]. Once for all iterations: cheaper than passing over the rows where these are many. */
function scatterMatrix(points: Float32Array, n: number, width: number, mean: Float64Array): Float64Array {
  const matrix = new Float64Array(width * width);
  const [a, b, c, d] = Array.from({ length: together }, () => new Float64Array(width)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let start = 0; start < n; start += together) {
    [a, b, c, d].forEach((row, offset) => {
      const at = (start + offset) * width;
      for (let i = 0; i < width; i++) row[i] = start + offset < n ? points[at + i] - mean[i] : 0;
    });
    for (let i = 0; i < width; i++) {
      const ai = a[i], bi = b[i], ci = c[i], di = d[i];
      const row = i * width;
      for (let j = i; j < width; j++) matrix[row + j] += ai * a[j] + bi * b[j] + ci * c[j] + di * d[j];
    }
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) matrix[i * width + j] = matrix[j * width + i]!;
  return matrix;
}

function byMatrix(matrix: Float64Array, width: number): CovarianceProduct {
  return (vectors, count) => {
    const image = new Float64Array(count * width);
    for (let v = 0; v < count; v++) {
      for (let i = 0; i < width; i++) {
        const weight = vectors[v * width + i];
        for (let j = 0; j < width; j++) image[v * width + j] += weight * matrix[i * width + j];
      }
    }
    return image;
  };
}

function byRows(points: Float32Array, n: number, width: number, mean: Float64Array): CovarianceProduct {
  const centred = new Float64Array(width);
  return (vectors, count) => {
    const image = new Float64Array(count * width);
    for (let row = 0; row < n; row++) {
      for (let d = 0; d < width; d++) centred[d] = points[row * width + d] - mean[d];
      for (let v = 0; v < count; v++) {
        let dot = 0;
        for (let d = 0; d < width; d++) dot += centred[d] * vectors[v * width + d];
        for (let d = 0; d < width; d++) image[v * width + d] += dot * centred[d];
      }
    }
    return image;
  };
}

/** @param mean [width] of the rows of `points` [n, width] */
export const covarianceProduct = (points: Float32Array, n: number, width: number, mean: Float64Array): CovarianceProduct =>
  n > width ? byMatrix(scatterMatrix(points, n, width, mean), width) : byRows(points, n, width, mean);
