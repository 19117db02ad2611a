import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadFeatures } from '../../../engine/text/featureCache.ts';
import { createSeededTextEncoder } from '../../../engine/text/textEncoder.ts';
import { createTokenizer } from '../../../engine/text/tokenizer.ts';
import { buildVocabulary } from '../../../engine/text/vocabulary.ts';

const texts = ['a cat waves hello', 'a sad dog sits in the rain', 'a cat waves goodbye', ''];
const tokenizer = createTokenizer(buildVocabulary(texts, 300));
const createEncoder = (seed = 1) => createSeededTextEncoder(tokenizer, { vocabulary: tokenizer.size, width: 32, layers: 2, heads: 4, feedForward: 64, maxLength: 12 }, seed, 1);
const temporaryFolder = () => mkdtemp(path.join(tmpdir(), 'features-'));
const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((x, i) => x - b[i]));

test('a text\'s feature depends on its wording alone, not on its neighbours in the batch or on padding', async () => {
  const encoder = await createEncoder();
  const together = (await encoder.encode(texts)).features;
  const alone = (await encoder.encode([texts[1]])).features;
  expect(distance(together.subarray(32, 64), alone)).toBeLessThan(1e-5);
  expect(distance(together.subarray(0, 32), together.subarray(64, 96))).toBeGreaterThan(0.01);
  expect(together.every(Number.isFinite)).toBe(true);
  expect((await encoder.encode(['cat '.repeat(50), 'cat'])).cut).toBe(1);
  await encoder.release();
});

test('another seed is another encoder', async () => {
  const [one, two] = [await createEncoder(1), await createEncoder(2)];
  expect(one.fingerprint).not.toBe(two.fingerprint);
  expect(distance((await one.encode(['cat'])).features, (await two.encode(['cat'])).features)).toBeGreaterThan(0.1);
});

test('features are computed once a text, and a damaged cache is computed again', async () => {
  const folder = await temporaryFolder();
  const encoder = await createEncoder();
  const first = await loadFeatures(folder, encoder, [...texts, ...texts]);
  expect(first.computed).toBe(4);
  const second = await loadFeatures(folder, encoder, [...texts, 'a new text']);
  expect(second.computed).toBe(1);
  expect(second.feature(texts[0])).toEqual(first.feature(texts[0]));
  const [file] = await readdir(folder);
  await writeFile(path.join(folder, file), 'damaged');
  const third = await loadFeatures(folder, encoder, texts);
  expect(third.computed).toBe(4);
  expect(distance(third.feature(texts[1]), first.feature(texts[1]))).toBeLessThan(1e-6);
});
