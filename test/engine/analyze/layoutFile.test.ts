import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layoutVersion, openLayoutWriter, readLayout } from '../../../engine/analyze/layoutFile.ts';
import { writeSafetensors } from '../../../engine/weights/safetensors.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'layout-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('is written at once, again while the points move, and is gone at the end', async () => {
  const file = path.join(folder, 'layout/map.safetensors');
  expect(await layoutVersion(file)).toBeNull();
  const positions = Float64Array.of(1, 2, 3, 4);
  const writer = openLayoutWriter(file, ['joy/"a".png', 'b'], positions, 1000);
  await expect.poll(() => layoutVersion(file)).not.toBeNull();
  expect(await readLayout(file)).toEqual({ ids: ['joy/"a".png', 'b'], x: Float32Array.of(1, 3), y: Float32Array.of(2, 4), iteration: 0, iterations: 1000, kl: NaN });
  const first = await layoutVersion(file);
  positions.set([5, 6, 7, 8]);
  writer.advance({ iteration: 50, iterations: 1000, kl: 1.5 });
  await expect.poll(() => layoutVersion(file), { timeout: 10_000 }).not.toBe(first);
  expect(await readLayout(file)).toMatchObject({ x: Float32Array.of(5, 7), y: Float32Array.of(6, 8), iteration: 50, kl: 1.5 });
  await writer.end();
  expect(await readdir(path.dirname(file))).toEqual([]);
});

test('where it cannot be written, the end says so', async () => {
  await writeFile(path.join(folder, 'occupied'), '');
  const writer = openLayoutWriter(path.join(folder, 'occupied/map.safetensors'), ['a'], new Float64Array(2), 10);
  await expect(writer.end()).rejects.toMatchObject({ name: 'StickerLabError' });
});

test('a file of another program in its place is named, not taken for a map', async () => {
  const file = path.join(folder, 'foreign.safetensors');
  const axis = { shape: [1], data: new Float32Array(1) };
  const points = new Map([['x', axis], ['y', axis]]);
  const progress = '{"iteration":1,"iterations":2,"kl":null}';
  for (const [tensors, metadata] of [
    [points, {}],
    [points, { ids: '["a"]', progress: '{' }],
    [points, { ids: '["a"]', progress: '{}' }],
    [points, { ids: '["a","b"]', progress }],
    [new Map([['x', axis]]), { ids: '["a"]', progress }],
  ] as const) {
    await writeSafetensors(file, tensors, metadata);
    await expect(readLayout(file)).rejects.toMatchObject({ name: 'StickerLabError', file });
  }
});
