import { createHash } from 'node:crypto';
import { Tokenizer as WordPieces } from '@huggingface/tokenizers';
import { alignText } from './alignText.ts';
import type { TokenizerJson } from './vocabulary.ts';

export interface EncodedText {
  /** [CLS] ... [SEP], without padding. */
  readonly ids: Int32Array;
  /** Whether the text had more tokens than fit. */
  readonly cut: boolean;
}

export interface Tokenizer {
  /** Tokens in the vocabulary; ids are below it. */
  readonly size: number;
  /** The id of [PAD]. */
  readonly padding: number;
  /** SHA-256 of the tokenizer's description, in hex. */
  readonly fingerprint: string;
  /** At most `maxLength` ids, 2 or more; a longer text loses its end, and keeps [SEP]. */
  encode(text: string, maxLength: number): EncodedText;
}

/**
 * Reads a BERT-like `tokenizer.json`. Ids are those of Hugging Face's Python library, but for some 670 characters that were added to Unicode,
 * or changed, after its tables of punctuation and accents. Throws RangeError where one of [PAD], [CLS] and [SEP] is missing.
 */
export function createTokenizer(tokenizerJson: TokenizerJson): Tokenizer {
  const pieces = new WordPieces(tokenizerJson, {});
  const idOf = (token: string) => {
    const id = pieces.token_to_id(token);
    if (id === undefined) throw new RangeError(`the tokenizer has no ${token}`);
    return id;
  };
  const [padding, start, separator] = [idOf('[PAD]'), idOf('[CLS]'), idOf('[SEP]')];
  return {
    size: [...pieces.get_vocab().values()].reduce((size, id) => Math.max(size, id + 1), 0),
    padding,
    fingerprint: createHash('sha256').update(JSON.stringify(tokenizerJson)).digest('hex'),
    encode(text, maxLength) {
      if (maxLength < 2) throw new RangeError(`${maxLength} ids have no room for [CLS] and [SEP]`);
      const inner = pieces.encode(alignText(text, tokenizerJson['normalizer']), { add_special_tokens: false }).ids;
      return { ids: Int32Array.from([start, ...inner.slice(0, maxLength - 2), separator]), cut: inner.length > maxLength - 2 };
    },
  };
}
