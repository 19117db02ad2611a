import { expect, test } from 'vitest';
import { wordDifference } from '../../../webview/ui/wordDifference.ts';

const shown = (before: string, after: string): string =>
  wordDifference(before, after).map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`)).join('');

test('compares whole words, neighbouring changes as one', () => {
  expect(shown('A cat waves.', 'A cat waves.')).toBe('A cat waves.');
  expect(shown('A cat waves at you.', 'A dog waves at you.')).toBe('A [-cat-]{+dog+} waves at you.');
  expect(shown('A grey cat waves.', 'A small dog waves.')).toBe('A [-grey cat-]{+small dog+} waves.');
  expect(shown('catalog', 'category')).toBe('[-catalog-]{+category+}');
  expect(shown('', 'New text')).toBe('{+New text+}');
  expect(shown('Old text', '')).toBe('[-Old text-]');
});

test('finds words where no space parts them, and keeps characters whole', () => {
  expect(shown('一只猫在微笑', '一只狗在微笑')).toBe('一只[-猫-]{+狗+}在微笑');
  expect(shown('so happy 😀 now', 'so happy 😁 now')).toBe('so happy [-😀-]{+😁+} now');
});

test('what is the same and removed gives the old text, the same and added the new one', () => {
  const texts = ['', 'a b c', 'a  b\n\nc', 'The cat, who smiles; waves!', 'The dog who waves, smiles.', '<b>x</b> \u0000\u0007 y', 'x '.repeat(300)];
  for (const before of texts) {
    for (const after of texts) {
      const parts = wordDifference(before, after);
      expect(parts.filter(({ kind }) => kind !== 'added').map(({ text }) => text).join('')).toBe(before);
      expect(parts.filter(({ kind }) => kind !== 'removed').map(({ text }) => text).join('')).toBe(after);
    }
  }
});

test('a text of more different words than there are characters for them is one change', () => {
  const before = Array.from({ length: 60_000 }, (_, index) => `w${index}`).join(' ');
  expect(wordDifference(before, 'short').map(({ kind }) => kind)).toEqual(['removed', 'added']);
});
