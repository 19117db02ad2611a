import { expect, test } from 'vitest';
import { createTokenizer } from '../../../engine/text/tokenizer.ts';
import { buildVocabulary } from '../../../engine/text/vocabulary.ts';

const texts = ['A happy cat waves.', 'A happy dog is crying, waving, smiling.', 'The cat is not happy!', 'the dog smiles \u{1F600}', 'caf\u00e9 au lait'];
const description = buildVocabulary(texts);
const tokenizer = createTokenizer(description);
const { vocab } = description.model;
const nameOf = new Map(Object.entries(vocab).map(([token, id]) => [id, token]));
const tokensOf = (text: string, maxLength = 512) => [...tokenizer.encode(text, maxLength).ids].map((id) => nameOf.get(id));

test('the vocabulary starts with the special tokens and numbers every token once', () => {
  expect(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'].map((token) => vocab[token])).toEqual([0, 1, 2, 3, 4]);
  expect(Object.values(vocab).toSorted((a, b) => a - b)).toEqual(Object.keys(vocab).map((_, id) => id));
  expect(tokenizer.size).toBe(Object.keys(vocab).length);
  expect(tokenizer.padding).toBe(0);
});

test('a frequent word is one token, and comes back from its id', () => {
  expect(tokensOf('Happy CAT')).toEqual(['[CLS]', 'happy', 'cat', '[SEP]']);
});

test('a word seen once or never is put together from pieces', () => {
  expect(tokensOf('crying')).toEqual(['[CLS]', 'c', '##r', '##y', '##ing', '[SEP]']);
  expect(tokensOf('caving').join(' ')).toBe('[CLS] ca ##v ##ing [SEP]');
});

test('accents and case do not matter', () => {
  expect(tokensOf('CAF\u00c9')).toEqual(tokensOf('cafe'));
});

test('unknown characters and unseen emoji are [UNK]; a seen emoji is its own token', () => {
  expect(tokensOf('\u732b \u{1F47B} cat')).toEqual(['[CLS]', '[UNK]', '[UNK]', 'cat', '[SEP]']);
  expect(tokensOf('\u{1F600}')).toEqual(['[CLS]', '\u{1F600}', '[SEP]']);
});

test.each(['', '   ', '\n\t', '\u0000'])('text without words (%j) is [CLS] [SEP]', (text) => {
  expect(tokenizer.encode(text, 512)).toEqual({ ids: Int32Array.of(2, 3), cut: false });
});

test('a long text is cut to the limit and keeps [SEP]', () => {
  const long = tokenizer.encode('happy '.repeat(600), 512);
  expect(long.ids).toHaveLength(512);
  expect([long.ids[0], long.ids[511], long.cut]).toEqual([2, 3, true]);
  const fitting = tokenizer.encode('happy '.repeat(510), 512);
  expect([fitting.ids.length, fitting.cut]).toEqual([512, false]);
  expect(tokenizer.encode('happy', 2)).toEqual({ ids: Int32Array.of(2, 3), cut: true });
  expect(() => tokenizer.encode('happy', 1)).toThrow(RangeError);
});

test('the same texts in another order give the same vocabulary; other texts another', () => {
  const again = buildVocabulary(texts.toReversed());
  expect(JSON.stringify(again)).toBe(JSON.stringify(description));
  expect(createTokenizer(again).fingerprint).toBe(tokenizer.fingerprint);
  expect(createTokenizer(buildVocabulary([...texts, 'zebra zebra'])).fingerprint).not.toBe(tokenizer.fingerprint);
});

test('the vocabulary survives JSON', () => {
  const read = createTokenizer(JSON.parse(JSON.stringify(description)) as typeof description);
  expect(read.encode(texts[1], 64)).toEqual(tokenizer.encode(texts[1], 64));
});

test('the limit holds, and leaves the special tokens and the most frequent characters', () => {
  const many = Array.from({ length: 3000 }, (_, i) => `word${i} word${i} ${String.fromCodePoint(0x4e00 + i)}`);
  for (const limit of [16, 300, 1024]) {
    const small = buildVocabulary(many, limit).model.vocab;
    expect(Object.keys(small).length).toBeLessThanOrEqual(limit);
    expect(small['w']).toBeGreaterThan(4);
  }
});

test('no texts leave the special tokens', () => {
  const empty = createTokenizer(buildVocabulary([]));
  expect(empty.size).toBe(5);
  expect(empty.encode('cat', 8).ids).toEqual(Int32Array.of(2, 1, 3));
});

test('a description without [PAD] is refused', () => {
  const { '[PAD]': _, ...rest } = vocab;
  expect(() => createTokenizer({ ...description, added_tokens: [], model: { ...description.model, vocab: rest } })).toThrow('[PAD]');
});
