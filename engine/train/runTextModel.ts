import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileFailure } from '../files/fileFailure.ts';
import { parseJson } from '../files/parseJson.ts';
import { drawSeededBert, type TextModel } from '../text/textModel.ts';
import { createTokenizer } from '../text/tokenizer.ts';
import type { TokenizerJson } from '../text/vocabulary.ts';
import { readTextWeights } from './pretrained.ts';
import type { RunConfig } from './runConfig.ts';

export const tokenizerFile = (run: string) => path.join(run, 'text', 'tokenizer.json');

/**
 * The text encoder of a run: BERT's published weights, or a small BERT drawn from the seed with the run's own vocabulary.
 * @throws StickerLabError where the weights changed, or the vocabulary is missing or damaged
 */
export async function openTextModel(run: string, { training, pretrained }: Pick<RunConfig, 'training' | 'pretrained'>): Promise<TextModel> {
  if (pretrained.text) return readTextWeights(pretrained.text);
  const file = tokenizerFile(run);
  const json = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileFailure(error, file);
  });
  const tokenizer = createTokenizer(parseJson(json, file, 'Without the run\'s own vocabulary its weights mean nothing: train again.') as TokenizerJson);
  const { layers, heads, maxLength } = training.text;
  const width = training.model.textWidth;
  return drawSeededBert(tokenizer, { vocabulary: tokenizer.size, width, layers, heads, feedForward: 2 * width, maxLength }, training.seed);
}
