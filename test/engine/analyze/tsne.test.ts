import { expect, test, vi } from 'vitest';
import { computeTsne } from '../../../engine/analyze/tsne.ts';
import type { LayoutProgress } from '../../../engine/analyze/workerTask.ts';
import { neighbours, threeBlobs, workerFile } from './blobs.ts';

// Worker threads start late on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const squaredDistance = (points: ArrayLike<number>, width: number, i: number, j: number) => {
  let sum = 0;
  for (let d = 0; d < width; d++) sum += (points[i * width + d] - points[j * width + d]) ** 2;
  return sum;
};

const ranked = (points: ArrayLike<number>, width: number, n: number, i: number) =>
  Array.from({ length: n }, (_, j) => j).filter((j) => j !== i).toSorted((a, b) => squaredDistance(points, width, i, a) - squaredDistance(points, width, i, b));

/** Venna and Kaski 2001: 1 where every neighbour on the map is one in space. */
function trustworthiness(points: Float32Array, width: number, map: Float32Array, n: number, k: number): number {
  let penalty = 0;
  for (let i = 0; i < n; i++) {
    const rank = new Map(ranked(points, width, n, i).map((j, at) => [j, at + 1]));
    for (const j of ranked(map, 2, n, i).slice(0, k)) penalty += Math.max(0, rank.get(j)! - k);
  }
  return 1 - (2 / (n * k * (2 * n - 3 * k - 1))) * penalty;
}

test('three blobs come out apart, near stays near, and the divergence falls', async () => {
  const [n, width] = [300, 16];
  const points = threeBlobs(n, width);
  const progress: LayoutProgress[] = [];
  const { coordinates, kl, parameters } = await computeTsne(points, n, width, { seed: 1, workerFile, neighbours, onProgress: (at) => progress.push(at) });
  let pure = 0;
  for (let i = 0; i < n; i++) pure += ranked(coordinates, 2, n, i).slice(0, 10).filter((j) => j % 3 === i % 3).length / (10 * n);
  expect(pure).toBeGreaterThan(0.999);
  expect(trustworthiness(points, width, coordinates, n, 12)).toBeGreaterThan(0.9);
  expect(parameters).toMatchObject({ perplexity: 30, learningRate: 50, lateLearningRate: 75, iterations: 600 });
  expect(progress.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 13 }, (_, at) => at * 50));
  expect(progress.at(-1)!.kl).toBe(kl);
  const at = (iteration: number) => progress.find((one) => one.iteration === iteration)!.kl;
  expect(at(300)).toBeLessThan(at(0));
  expect(at(500)).toBeLessThan(at(300));
  // The last one is measured finer than those on the way.
  expect(kl).toBeCloseTo(at(500), 1);
  expect(kl).toBeGreaterThan(0);
});

test('the reported divergence is that of the exact definition', async () => {
  // Equidistant points and k = n - 1 neighbours: every p_ij is 1 / n(n - 1).
  const n = 7;
  const points = Float32Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  const { coordinates, kl } = await computeTsne(points, n, n, { seed: 1, workerFile, neighbours, theta: 0.01 });
  let normaliser = 0;
  let wanted = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) normaliser += 1 / (1 + squaredDistance(coordinates, 2, i, j));
  // perplexity 2 leaves 6 neighbours, all of them at the same distance.
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) wanted += (1 / (n * (n - 1))) * Math.log((normaliser * (1 + squaredDistance(coordinates, 2, i, j))) / (n * (n - 1)));
  expect(kl).toBeCloseTo(wanted, 3);
});

test('the same seed gives the same map, with one thread or three', async () => {
  const points = threeBlobs(120, 5);
  const run = (threads: number) => computeTsne(points, 120, 5, { seed: 4, workerFile, neighbours, iterations: 300, threads });
  const first = await run(1);
  expect(await run(1)).toEqual(first);
  expect(await run(3)).toEqual(first);
});

test.each([0, 1, 2, 3, 10])('%i points give finite, different places and a lowered perplexity', async (n) => {
  const { coordinates, kl, parameters } = await computeTsne(threeBlobs(n, 4), n, 4, { seed: 1, workerFile, neighbours });
  expect(coordinates).toHaveLength(2 * n);
  expect([...coordinates, kl].every(Number.isFinite)).toBe(true);
  expect(new Set(Array.from({ length: n }, (_, i) => `${coordinates[2 * i]} ${coordinates[2 * i + 1]}`)).size).toBe(n);
  expect(parameters.perplexity).toBe(n === 10 ? 3 : 1);
});

test('identical points, and points on a line, give a finite map', async () => {
  for (const points of [new Float32Array(400).fill(2), Float32Array.from({ length: 400 }, (_, at) => (at % 4 === 0 ? at : 0))]) {
    const { coordinates, kl } = await computeTsne(points, 100, 4, { seed: 1, workerFile, neighbours, iterations: 300 });
    expect([...coordinates, kl].every(Number.isFinite)).toBe(true);
    expect(new Set(coordinates).size).toBeGreaterThan(50);
  }
});

test('a search given from outside is used', async () => {
  const points = threeBlobs(60, 4);
  const calls: number[][] = [];
  await computeTsne(points, 60, 4, { seed: 1, workerFile, iterations: 10, neighbours: (...search) => (calls.push([search[1], search[2], search[3]]), neighbours(...search)) });
  expect(calls).toEqual([[60, 4, 58]]);
});

test('a few points, some of them identical, settle', async () => {
  // Two groups far apart, in each two stickers twice, and two more nearby.
  const points = Float32Array.from(Array.from({ length: 12 }, (_, i) => [9 * (i % 2), 0.6 * (Math.floor(i / 2) % 2), i < 8 ? 0 : 0.3]).flat());
  const { kl, coordinates } = await computeTsne(points, 12, 3, { seed: 1, workerFile, neighbours });
  expect(kl).toBeLessThan(0.1);
  for (let i = 0; i < 12; i++) expect(ranked(coordinates, 2, 12, i)[0] % 2).toBe(i % 2);
});
