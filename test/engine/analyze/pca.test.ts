import { expect, test } from 'vitest';
import { principalComponents } from '../../../engine/analyze/pca.ts';
import { createRandom } from '../../../engine/random/random.ts';

/** Points of standard deviation 3, 2, 1, 0.1 ... along the axes of a turned frame, away from zero. */
function ellipsoid(n: number) {
  const random = createRandom(1);
  const frame = [[0.6, 0.8, 0, 0], [-0.8, 0.6, 0, 0], [0, 0, 0.6, 0.8], [0, 0, -0.8, 0.6]];
  const deviations = [3, 2, 1, 0.1];
  const points = new Float32Array(n * 4);
  for (let i = 0; i < n; i++) frame.forEach((axis, v) => {
    const along = deviations[v] * random.normal();
    for (let d = 0; d < 4; d++) points[4 * i + d] += along * axis[d] + 5;
  });
  return { points, frame };
}

test('finds the axes of an ellipsoid, largest first, each with its largest entry positive', () => {
  const { points } = ellipsoid(20_000);
  const { components, variances } = principalComponents(points, 20_000, 4, 3, 1);
  const wanted = [[0.6, 0.8, 0, 0], [0.8, -0.6, 0, 0], [0, 0, 0.6, 0.8]];
  wanted.flat().forEach((value, at) => expect(Math.abs(components[at] - value)).toBeLessThan(0.03));
  [9, 4, 1].forEach((value, v) => expect(variances[v] / value).toBeCloseTo(1, 1));
});

// More rows than columns, and fewer: the covariance is applied in two ways.
test.each([[200, 40], [30, 40]])('components of %i x %i are orthonormal eigenvectors of the covariance, whatever the seed', (n, width) => {
  const random = createRandom(2);
  const points = Float32Array.from({ length: n * width }, (_, at) => random.normal() * (1 + (at % width)));
  const { components, variances, scores } = principalComponents(points, n, width, 2, 1);
  const other = principalComponents(points, n, width, 2, 2);
  components.forEach((value, at) => expect(other.components[at]).toBeCloseTo(value, 2));
  const mean = Float64Array.from({ length: width }, (_, d) => Array.from({ length: n }, (__, i) => points[i * width + d] / n).reduce((a, b) => a + b));
  for (let v = 0; v < 2; v++) {
    for (let d = 0; d < width; d++) {
      let image = 0;
      for (let i = 0; i < n; i++) image += ((points[i * width + d] - mean[d]) * scores[2 * i + v]) / n;
      expect(Math.abs(image - variances[v] * components[v * width + d])).toBeLessThan(0.02 * variances[v]);
    }
    for (let u = 0; u < 2; u++) {
      let dot = 0;
      for (let d = 0; d < width; d++) dot += components[u * width + d] * components[v * width + d];
      expect(dot).toBeCloseTo(u === v ? 1 : 0, 6);
    }
  }
});

test('the same seed gives the same numbers', () => {
  const { points } = ellipsoid(50);
  expect(principalComponents(points, 50, 4, 2, 3)).toEqual(principalComponents(points, 50, 4, 2, 3));
});

test('what has no variance has zero scores', () => {
  expect([...principalComponents(new Float32Array(12).fill(4), 3, 4, 2, 1).scores]).toEqual([0, 0, 0, 0, 0, 0]);
  const line = principalComponents(Float32Array.of(1, 2, 3, 4), 4, 1, 2, 1);
  expect([...line.scores]).toEqual([-1.5, 0, -0.5, 0, 0.5, 0, 1.5, 0]);
  expect([...principalComponents(new Float32Array(0), 0, 4, 2, 1).scores]).toEqual([]);
});
