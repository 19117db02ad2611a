import { mkdtemp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { loadFeatures } from '../../../engine/text/featureCache.ts';
import { createTextEncoder } from '../../../engine/text/textEncoder.ts';
import { drawSeededBert } from '../../../engine/text/textModel.ts';
import { createTokenizer } from '../../../engine/text/tokenizer.ts';
import { buildVocabulary } from '../../../engine/text/vocabulary.ts';
import { writeSafetensors } from '../../../engine/weights/safetensors.ts';

const tokenizer = createTokenizer(buildVocabulary(['a cat waves hello'], 300));
const model = drawSeededBert(tokenizer, { vocabulary: tokenizer.size, width: 32, layers: 2, heads: 4, feedForward: 64, maxLength: 64 }, 1);
const encoder = createTextEncoder({ ...model, pooling: 'pieces', maxLength: 64, threads: 1 });
/** Five batches of 16. */
const texts = Array.from({ length: 80 }, (_, i) => `cat ${i}`);

let folder: string;
const cacheFile = async () => path.join(folder, (await readdir(folder))[0]);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'features-'));
});

test('a text is computed once; a changed one recomputes itself only', async () => {
  const first = await loadFeatures(folder, encoder, [...texts, ...texts]);
  expect(first.computed).toBe(80);
  const changed = [...texts.slice(0, 79), 'cat waves'];
  let total = 0;
  const second = await loadFeatures(folder, encoder, changed, { onProgress: (_, all) => void (total = all) });
  expect([second.computed, total]).toEqual([1, 1]);
  expect(second.feature(texts[5])).toEqual(first.feature(texts[5]));
  expect((await loadFeatures(folder, encoder, [...texts, ...changed])).computed).toBe(0);
  expect(() => second.feature('never asked for')).toThrow();
});

test('features come back bit by bit as they were computed', async () => {
  const [{ feature }] = await encoder.encode(['cat 7']);
  await loadFeatures(folder, encoder, ['cat 7']);
  const again = await loadFeatures(folder, encoder, ['cat 7']);
  expect(again.computed).toBe(0);
  expect(again.feature('cat 7')).toEqual(feature);
});

test('texts that were cut are named, also when they come from the cache', async () => {
  const long = 'cat '.repeat(70);
  for (const computed of [2, 0]) {
    const table = await loadFeatures(folder, encoder, ['cat', long]);
    expect([table.computed, [...table.cut]]).toEqual([computed, [long]]);
  }
});

test('a stop keeps what is done', async () => {
  const stop = new AbortController();
  const stopped = loadFeatures(folder, encoder, texts, { signal: stop.signal, onProgress: (done) => void (done >= 32 && stop.abort()) });
  await expect(stopped).rejects.toThrow('aborted');
  const table = await loadFeatures(folder, encoder, texts);
  expect(table.computed).toBe(48);
  expect(table.feature(texts[0]).every(Number.isFinite)).toBe(true);
});

test('a process that dies keeps what was written on the way', async () => {
  let copy: Buffer | null = null;
  await loadFeatures(folder, encoder, texts, { saveSeconds: 0, onProgress: async (done) => {
    if (done === 48) copy = await readFile(await cacheFile());
  } });
  await writeFile(await cacheFile(), copy!);
  expect((await loadFeatures(folder, encoder, texts)).computed).toBe(32);
});

test('another pooling has a cache of its own', async () => {
  await loadFeatures(folder, encoder, texts);
  const other = createTextEncoder({ ...model, pooling: 'positions', maxLength: 64, threads: 1 });
  expect((await loadFeatures(folder, other, texts)).computed).toBe(80);
  expect(await readdir(folder)).toHaveLength(2);
});

test.each([
  ['of other content', (file: string) => writeFile(file, 'damaged')],
  ['that is empty', (file: string) => truncate(file, 0)],
  ['that is cut off', (file: string) => truncate(file, 3000)],
  ['without its tensors', (file: string) => writeSafetensors(file, new Map([['feature', { shape: [1], data: new Float32Array(1) }]]))],
  ['of another width', (file: string) => writeSafetensors(file, new Map([['hash', { shape: [1, 16], data: new Uint8Array(16) }], ['cut', { shape: [1], data: new Uint8Array(1) }], ['feature', { shape: [1, 8], data: new Float32Array(8) }]]))],
])('a cache %s is computed again', async (_, damage) => {
  const first = await loadFeatures(folder, encoder, texts);
  await damage(await cacheFile());
  const again = await loadFeatures(folder, encoder, texts);
  expect(again.computed).toBe(80);
  expect(again.feature(texts[3])).toEqual(first.feature(texts[3]));
  expect((await loadFeatures(folder, encoder, texts)).computed).toBe(0);
});
