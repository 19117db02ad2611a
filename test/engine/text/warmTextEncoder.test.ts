import { expect, test } from 'vitest';
import { createTextEncoder } from '../../../engine/text/textEncoder.ts';
import { drawSeededBert } from '../../../engine/text/textModel.ts';
import { createTokenizer } from '../../../engine/text/tokenizer.ts';
import { buildVocabulary } from '../../../engine/text/vocabulary.ts';
import { createWarmTextEncoder } from '../../../engine/text/warmTextEncoder.ts';

const words = 'a cat waves hello and a sad dog sits in the rain until it stops'.split(' ');
const tokenizer = createTokenizer(buildVocabulary([words.join(' '), words.join(' ')], 300));
const model = drawSeededBert(tokenizer, { vocabulary: tokenizer.size, width: 32, layers: 5, heads: 4, feedForward: 64, maxLength: 80 }, 1);
const texts = [0, 5, 40, 90].map((count) => Array.from({ length: count }, (_, i) => words[(i * 7) % words.length]).join(' '));

test.each(['pieces', 'positions'] as const)('one text and several together have the features that they have among many, whatever length came before (%s)', async (pooling) => {
  const config = { ...model, pooling, maxLength: 80, threads: 1 };
  const expected = await createTextEncoder(config).encode(texts);
  const warm = createWarmTextEncoder(config);
  await warm.prepare(64);
  for (const asked of [[0], [1], [2], [3], [3, 1, 0, 2], [1, 2], [0, 3, 1]]) {
    const found = await warm.read(asked.map((index) => texts[index]));
    asked.forEach((index, row) => {
      const scale = Math.max(...expected[index].feature.map(Math.abs));
      expect(Math.max(...found[row].map((value, i) => Math.abs(value - expected[index].feature[i]))) / scale).toBeLessThan(1e-6);
    });
  }
  expect(await warm.read([])).toEqual([]);
  await warm.release();
});

test('a length beyond the model\'s is refused', () => {
  expect(() => createWarmTextEncoder({ ...model, pooling: 'pieces', maxLength: 81, threads: 1 })).toThrow(RangeError);
});
