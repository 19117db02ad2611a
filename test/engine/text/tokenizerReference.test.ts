import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readCsv } from '../../../engine/dataset/readCsv.ts';
import { createTokenizer } from '../../../engine/text/tokenizer.ts';
import type { TokenizerJson } from '../../../engine/text/vocabulary.ts';

interface Reference {
  readonly description: TokenizerJson;
  readonly cases: readonly { readonly text: string; readonly ids: readonly number[]; readonly first16: readonly number[] }[];
  /** SHA-256 of the ids of 50 texts of MET-MEME each. */
  readonly metMeme: readonly string[];
}

const reference = JSON.parse(await readFile(path.join(import.meta.dirname, '../../reference/tokenizer.json'), 'utf8')) as Reference;
const tokenizer = createTokenizer(reference.description);

test.each(reference.cases)('$text is read as the Python library reads it', ({ text, ids, first16 }) => {
  expect([...tokenizer.encode(text, 1000).ids]).toEqual(ids);
  const short = tokenizer.encode(text, 16);
  expect([...short.ids]).toEqual(first16);
  expect(short.cut).toBe(ids.length > 16);
});

const folder = process.env['STICKER_LAB_MET_MEME'];
const table = path.join(folder ?? '', 'E_text.csv');

test.skipIf(!folder || !existsSync(table))('all texts of MET-MEME are read as the Python library reads them (set STICKER_LAB_MET_MEME to its folder)', async () => {
  const rows = readCsv(new TextDecoder('gb18030').decode(await readFile(table)), 'E_text.csv', []);
  const lines = rows.map(({ cells }) => tokenizer.encode(cells.get('text') ?? '', 1000).ids.join(' '));
  expect(lines).toHaveLength(4000);
  const digests = reference.metMeme.map((_, part) => createHash('sha256').update(lines.slice(part * 50, part * 50 + 50).join('\n')).digest('hex'));
  expect(digests).toEqual(reference.metMeme);
});
