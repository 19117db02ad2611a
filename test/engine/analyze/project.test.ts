import { expect, test, vi } from 'vitest';
import { projectFeatures } from '../../../engine/analyze/project.ts';
import { StickerLabError } from '../../../engine/errors/stickerLabError.ts';
import { neighbours, threeBlobs, workerFile } from './blobs.ts';

const idsOf = (n: number) => Array.from({ length: n }, (_, i) => `joy/${i}.png`);
const file = 'predictions/test.features.safetensors';

// Worker threads start late on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

test('t-SNE says with what it was made', async () => {
  const report = await projectFeatures(threeBlobs(40, 6), 6, { ids: idsOf(40), file, method: 'tsne', seed: 3, workerFile, neighbours });
  expect(report.coordinates).toHaveLength(80);
  expect(report.kl).toBeGreaterThan(0);
  expect(report.seconds).toBeGreaterThan(0);
  expect(report.parameters).toMatchObject({ perplexity: 13, seed: 3, theta: 0.5 });
});

test('PCA keeps three blobs apart', async () => {
  const { coordinates, kl } = await projectFeatures(threeBlobs(90, 6), 6, { ids: idsOf(90), file, method: 'pca', seed: 3, workerFile, neighbours });
  expect(kl).toBeNull();
  const centre = (blob: number) => [0, 1].map((axis) => Array.from({ length: 30 }, (_, i) => coordinates[2 * (3 * i + blob) + axis] / 30).reduce((a, b) => a + b));
  for (const [a, b] of [[0, 1], [1, 2], [0, 2]] as const) expect(Math.hypot(centre(a)[0] - centre(b)[0], centre(a)[1] - centre(b)[1])).toBeGreaterThan(10);
});

test.each([NaN, Infinity])('a feature with %s is refused by sticker, file and remedy', async (value) => {
  const features = threeBlobs(10, 4);
  features[4 * 6 + 1] = value;
  const refused = projectFeatures(features, 4, { ids: idsOf(10), file, method: 'tsne', seed: 1, workerFile, neighbours });
  await expect(refused).rejects.toThrow(StickerLabError);
  await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('joy/6.png') as string, file });
});

test('features too large for distances make no map of nothing', async () => {
  const features = threeBlobs(10, 4).map((value) => value * 1e25);
  await expect(projectFeatures(features, 4, { ids: idsOf(10), file, method: 'tsne', seed: 1, workerFile, neighbours })).rejects.toMatchObject({ name: 'StickerLabError', message: expect.stringContaining('too large') as string, file });
});

test('a table of the wrong size is refused', async () => {
  await expect(projectFeatures(new Float32Array(7), 4, { ids: idsOf(2), file, method: 'pca', seed: 1, workerFile, neighbours })).rejects.toThrow(StickerLabError);
});

test('cancelling before or on the way ends with the signal, soon', async () => {
  const points = threeBlobs(1200, 8);
  await expect(projectFeatures(points, 8, { ids: idsOf(1200), file, method: 'tsne', seed: 1, workerFile, neighbours, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  const stop = new AbortController();
  let reports = 0;
  const onProgress = () => {
    reports++;
    stop.abort();
  };
  await expect(projectFeatures(points, 8, { ids: idsOf(1200), file, method: 'tsne', seed: 1, workerFile, neighbours, signal: stop.signal, onProgress })).rejects.toMatchObject({ name: 'AbortError' });
  expect(reports).toBeLessThan(5);
});

test('cancelling during the search for neighbours ends before any map', async () => {
  const stop = new AbortController();
  const stopping: typeof neighbours = (...search) => {
    stop.abort();
    return neighbours(...search);
  };
  const onProgress = () => expect.unreachable();
  await expect(projectFeatures(threeBlobs(60, 4), 4, { ids: idsOf(60), file, method: 'tsne', seed: 1, workerFile, neighbours: stopping, signal: stop.signal, onProgress })).rejects.toMatchObject({ name: 'AbortError' });
});

test('a worker file that is not there is a failure, not a wait', async () => {
  await expect(projectFeatures(threeBlobs(10, 4), 4, { ids: idsOf(10), file, method: 'pca', seed: 1, workerFile: new URL('missing.ts', workerFile), neighbours })).rejects.toThrow(/missing/);
});
