import { expect, test } from 'vitest';
import type { TextPooling } from '../../../engine/model/bert.ts';
import { batchTexts } from '../../../engine/text/textBatches.ts';
import { createTextEncoder } from '../../../engine/text/textEncoder.ts';
import { drawSeededBert } from '../../../engine/text/textModel.ts';
import { createTokenizer } from '../../../engine/text/tokenizer.ts';
import { buildVocabulary } from '../../../engine/text/vocabulary.ts';

const words = 'a cat waves hello and a sad dog sits in the rain until it stops'.split(' ');
const tokenizer = createTokenizer(buildVocabulary([words.join(' '), words.join(' ')], 300));
const drawModel = (seed = 1) => drawSeededBert(tokenizer, { vocabulary: tokenizer.size, width: 32, layers: 5, heads: 4, feedForward: 64, maxLength: 80 }, seed);
const createEncoder = (pooling: TextPooling = 'pieces', maxLength = 80, seed = 1) => createTextEncoder({ ...drawModel(seed), pooling, maxLength, threads: 1 });
/** Of 0 to 89 words: every padded length, and some texts too long. */
const texts = Array.from({ length: 90 }, (_, count) => Array.from({ length: count }, (_unused, i) => words[(i * 7 + count) % words.length]).join(' '));
const difference = (a: Float32Array, b: Float32Array) => Math.max(...a.map((x, i) => Math.abs(x - b[i]))) / Math.max(...b.map(Math.abs));

test.each(['pieces', 'positions'] as const)('a text\'s feature depends on its wording alone, and comes in the order given (%s)', async (pooling) => {
  const encoder = createEncoder(pooling);
  const together = await encoder.encode(texts);
  const reversed = (await encoder.encode(texts.toReversed())).toReversed();
  expect(together.map(({ index }) => index)).toEqual(texts.map((_, index) => index));
  for (const [index, { feature }] of together.entries()) expect(difference(reversed[index].feature, feature)).toBeLessThan(1e-6);
  for (const index of [0, 20, 55, 89]) expect(difference((await encoder.encode([texts[index]]))[0].feature, together[index].feature)).toBeLessThan(1e-6);
  expect(difference(together[3].feature, together[4].feature)).toBeGreaterThan(0.01);
  expect(together.every(({ feature }) => feature.every(Number.isFinite))).toBe(true);
});

test('padding to one length or another makes no difference to the mean over pieces', async () => {
  const [near, far] = [await createEncoder('pieces', 40).encode(texts.slice(0, 30)), await createEncoder('pieces', 33).encode(texts.slice(0, 30))];
  near.forEach(({ feature }, index) => expect(difference(far[index].feature, feature)).toBeLessThan(1e-6));
  const [all, some] = [await createEncoder('positions', 80).encode(texts.slice(0, 30)), await createEncoder('positions', 40).encode(texts.slice(0, 30))];
  all.forEach(({ feature }, index) => expect(difference(some[index].feature, feature)).toBeGreaterThan(1e-3));
});

test('texts that are cut are named', async () => {
  const encoded = await createEncoder().encode(texts);
  expect(encoded.filter(({ cut }) => cut).map(({ index }) => index)).toEqual(texts.map((_, index) => index).filter((count) => count > 78));
  expect(difference(encoded[79].feature, encoded[78].feature)).toBeGreaterThan(0.001);
});

test('batches are reported as they are done, and none is begun after a stop', async () => {
  const progress: number[] = [];
  const seen = new Set<number>();
  const stop = new AbortController();
  const ended = createEncoder().encode(texts, {
    signal: stop.signal,
    onBatch(features, done, total) {
      features.forEach(({ index }) => seen.add(index));
      progress.push(done);
      expect(total).toBe(90);
      if (progress.length === 3) stop.abort();
    },
  });
  await expect(ended).rejects.toThrow('aborted');
  expect(progress).toHaveLength(3);
  expect(progress.at(-1)).toBe(seen.size);
});

test('pooling, length, weights and tokenizer are in the fingerprint', () => {
  const other = createTokenizer(buildVocabulary(['another', 'another'], 300));
  const encoders = [createEncoder(), createEncoder('positions'), createEncoder('pieces', 79), createEncoder('pieces', 80, 2), createTextEncoder({ ...drawSeededBert(other, drawModel().config, 1), pooling: 'pieces', maxLength: 80, threads: 1 })];
  expect(new Set(encoders.map(({ fingerprint }) => fingerprint)).size).toBe(5);
  expect(createEncoder().fingerprint).toBe(encoders[0].fingerprint);
  expect(() => createEncoder('pieces', 81)).toThrow(RangeError);
});

test('batches hold every text once, at a length it fits, in bounded room', () => {
  const lengths = Array.from({ length: 2000 }, (_, i) => 2 + (i * 37) % 499);
  const batches = batchTexts(lengths, 500, false);
  expect(batches.flatMap(({ rows }) => rows).toSorted((a, b) => a - b)).toEqual(lengths.map((_, row) => row));
  expect(new Set(batches.map(({ length }) => length)).size).toBe(16);
  for (const { length, size, rows } of batches) {
    expect(rows.length).toBeLessThanOrEqual(size);
    expect(size * length).toBeLessThanOrEqual(512);
    for (const row of rows) expect(lengths[row] <= length && (length - lengths[row] < 32)).toBe(true);
  }
  expect(batchTexts(lengths, 500, true).every(({ length, size }) => length === 500 && size === 1)).toBe(true);
  expect(batchTexts([], 500, false)).toEqual([]);
});
