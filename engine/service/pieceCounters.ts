import { existsSync } from 'node:fs';
import path from 'node:path';
import { views, type Sticker } from '../dataset/sticker.ts';
import { weightsFolder } from '../pretrained/weightsFolder.ts';
import { createPieceCounter, type PieceCounter } from '../text/pieceCounter.ts';
import { readTokenizer } from '../text/readTokenizer.ts';
import { createTokenizer } from '../text/tokenizer.ts';
import { buildVocabulary } from '../text/vocabulary.ts';

/** Texts that the vocabulary standing in for BERT's is made of. */
const mostTexts = 2000;

/**
 * Counts a dataset's texts in the pieces of BERT's vocabulary where its weights are installed, else in those of a vocabulary made from the
 * dataset, which is near it for common words.
 */
export function createPieceCounters(stickers: readonly Sticker[]): () => Promise<PieceCounter> {
  let counter: Promise<PieceCounter> | null = null;
  let file = '';
  return () => {
    const now = path.join(weightsFolder(), 'bert-base-uncased', 'tokenizer.json');
    const present = existsSync(now) ? now : '';
    if (!counter || present !== file) {
      file = present;
      counter = present === '' ? Promise.resolve(own(stickers)) : readTokenizer(present).then((tokenizer) => createPieceCounter(tokenizer, true), () => own(stickers));
    }
    return counter;
  };
}

function own(stickers: readonly Sticker[]): PieceCounter {
  const texts: string[] = [];
  for (const { descriptions } of stickers) {
    for (const view of views) if (descriptions[view]) texts.push(descriptions[view]);
    if (texts.length >= mostTexts) break;
  }
  return createPieceCounter(createTokenizer(buildVocabulary(texts, 30_522)), false);
}
