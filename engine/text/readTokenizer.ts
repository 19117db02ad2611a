import { readFile } from 'node:fs/promises';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { fileFailure } from '../files/fileFailure.ts';
import { parseJson } from '../files/parseJson.ts';
import { createTokenizer, type Tokenizer } from './tokenizer.ts';
import type { TokenizerJson } from './vocabulary.ts';

/** A published `tokenizer.json`. @throws StickerLabError where it is missing, damaged or of another kind */
export async function readTokenizer(file: string): Promise<Tokenizer> {
  const remedy = 'Use the tokenizer.json published with the weights.';
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileFailure(error, file);
  });
  const json = parseJson(text, file, remedy) as TokenizerJson;
  try {
    return createTokenizer(json);
  } catch (error) {
    throw new StickerLabError(`The tokenizer cannot be used: ${error instanceof Error ? error.message : String(error)}`, file, remedy, { cause: error });
  }
}
