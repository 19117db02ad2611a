import { createRandom } from '../random/random.ts';
import { covarianceProduct } from './covariance.ts';

export interface PrincipalComponents {
  /** [k, width] unit vectors, largest variance first; each vector's largest entry is positive. */
  readonly components: Float64Array;
  /** [n, k] coordinates of the centred rows. */
  readonly scores: Float64Array;
  /** [k] variance of each column of `scores` (divided by n). */
  readonly variances: Float64Array;
}

/** Extra vectors of the iteration: the wanted ones converge as fast as variance k / variance (k + 10) is small. */
const oversampling = 10;
const maxIterations = 60;
const tolerance = 1e-7;

/** Gram-Schmidt on the rows of `vectors` [count, width], twice for accuracy; a row without a rest becomes zero. */
function orthonormalise(vectors: Float64Array, count: number, width: number): void {
  for (let row = 0; row < count; row++) {
    const at = row * width;
    let before = 0;
    for (let d = 0; d < width; d++) before += vectors[at + d] ** 2;
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < row; other++) {
        let dot = 0;
        for (let d = 0; d < width; d++) dot += vectors[at + d] * vectors[other * width + d];
        for (let d = 0; d < width; d++) vectors[at + d] -= dot * vectors[other * width + d];
      }
    }
    let norm = 0;
    for (let d = 0; d < width; d++) norm += vectors[at + d] ** 2;
    const scale = norm > 1e-24 * before && norm > 0 ? 1 / Math.sqrt(norm) : 0;
    for (let d = 0; d < width; d++) vectors[at + d] *= scale;
  }
}

/** Eigenvectors (columns of `vectors`) and values of a small symmetric matrix [size, size], by Jacobi rotations. */
function symmetricEigen(matrix: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (let sweep = 0; sweep < 50; sweep++) {
    let rotated = false;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const off = a[p * size + q];
        if (Math.abs(off) <= 1e-15 * Math.sqrt(Math.abs(a[p * size + p] * a[q * size + q])) || Math.abs(off) < Number.MIN_VALUE * 1e16) continue;
        rotated = true;
        const tau = (a[q * size + q] - a[p * size + p]) / (2 * off);
        const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
        const c = 1 / Math.sqrt(1 + t * t);
        const s = t * c;
        const rotate = (target: Float64Array, i: number, j: number) => {
          const x = target[i];
          const y = target[j];
          target[i] = c * x - s * y;
          target[j] = s * x + c * y;
        };
        for (let i = 0; i < size; i++) rotate(a, i * size + p, i * size + q);
        for (let i = 0; i < size; i++) rotate(a, p * size + i, q * size + i);
        for (let i = 0; i < size; i++) rotate(vectors, i * size + p, i * size + q);
      }
    }
    if (!rotated) break;
  }
  return { values: Float64Array.from({ length: size }, (_, i) => a[i * size + i]), vectors };
}

/**
 * The first `k` principal components of `points` [n, width], by subspace iteration with Rayleigh-Ritz (Halko, Martinsson and
 * Tropp 2011, section 4.5) from a seeded start. Components beyond the data's rank are zero.
 */
export function principalComponents(points: Float32Array, n: number, width: number, k: number, seed: number): PrincipalComponents {
  const count = Math.min(width, k + oversampling);
  const mean = new Float64Array(width);
  for (let row = 0; row < n; row++) for (let d = 0; d < width; d++) mean[d] += points[row * width + d] / n;

  const random = createRandom(seed, 'pca');
  let basis = Float64Array.from({ length: count * width }, () => random.normal());
  orthonormalise(basis, count, width);
  const product = covarianceProduct(points, n, width, mean);

  let explained = 0;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const image = product(basis, count);
    const gram = new Float64Array(count * count);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) for (let d = 0; d < width; d++) gram[i * count + j] += basis[i * width + d] * image[j * width + d];
    }
    // Symmetric but for rounding.
    for (let i = 0; i < count; i++) for (let j = 0; j < i; j++) gram[i * count + j] = gram[j * count + i]!;
    const { values, vectors } = symmetricEigen(gram, count);
    const ranked = [...values.keys()].toSorted((i, j) => values[j] - values[i]);
    const rotate = (source: Float64Array) => {
      const rotated = new Float64Array(count * width);
      ranked.forEach((column, v) => {
        for (let i = 0; i < count; i++) {
          const weight = vectors[i * count + column];
          for (let d = 0; d < width; d++) rotated[v * width + d] += weight * source[i * width + d];
        }
      });
      return rotated;
    };
    const before = explained;
    explained = ranked.slice(0, k).reduce((sum, column) => sum + values[column], 0);
    const converged = iteration > 2 && explained - before <= tolerance * explained;
    basis = rotate(converged ? basis : image);
    if (converged) break;
    orthonormalise(basis, count, width);
  }

  const components = new Float64Array(k * width);
  const scores = new Float64Array(n * k);
  const variances = new Float64Array(k);
  for (let v = 0; v < Math.min(k, count); v++) {
    let largest = 0;
    for (let d = 0; d < width; d++) if (Math.abs(basis[v * width + d]) > Math.abs(basis[v * width + largest])) largest = d;
    const sign = basis[v * width + largest] < 0 ? -1 : 1;
    for (let d = 0; d < width; d++) components[v * width + d] = basis[v * width + d] === 0 ? 0 : sign * basis[v * width + d];
  }
  for (let row = 0; row < n; row++) {
    for (let v = 0; v < k; v++) {
      let dot = 0;
      for (let d = 0; d < width; d++) dot += (points[row * width + d] - mean[d]) * components[v * width + d];
      scores[row * k + v] = dot;
      variances[v] += (dot * dot) / n;
    }
  }
  return { components, scores, variances };
}
