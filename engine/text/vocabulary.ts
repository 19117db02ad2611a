import { Tokenizer } from '@huggingface/tokenizers';
import { alignText } from './alignText.ts';

/** A Hugging Face `tokenizer.json`, as far as it is read here. */
export interface TokenizerJson {
  readonly model: { readonly vocab: Readonly<Record<string, number>>; readonly [option: string]: unknown };
  readonly [part: string]: unknown;
}

const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;
/** Of the room beside the special tokens: at most this much for characters, and of what is left for whole words. */
const characterShare = 0.5;
const wordShare = 0.75;
const pieceLengths = [2, 3, 4, 5, 6];
/** A word or piece seen less often than this says nothing of what comes next. */
const minCount = 2;

/** Lower-case BERT around a WordPiece vocabulary: the layout of bert-base-uncased's own file. */
function describeTokenizer(tokens: readonly string[]): TokenizerJson {
  const special = (token: string) => ({ [token]: { id: token, ids: [tokens.indexOf(token)], tokens: [token] } });
  const marked = (sequence: string, type: number) => [{ Sequence: { id: sequence, type_id: type } }, { SpecialToken: { id: '[SEP]', type_id: type } }];
  const start = { SpecialToken: { id: '[CLS]', type_id: 0 } };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specialTokens.map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'TemplateProcessing', single: [start, ...marked('A', 0)], pair: [start, ...marked('A', 0), ...marked('B', 1)], special_tokens: { ...special('[CLS]'), ...special('[SEP]') } },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(tokens.map((token, id) => [token, id])) },
  };
}

/** Words as the tokenizer will see them (lower-case, accents stripped, punctuation apart), with their counts. */
function countWords(texts: Iterable<string>): Map<string, number> {
  const description = describeTokenizer(specialTokens);
  const { normalizer, pre_tokenizer: splitter } = new Tokenizer(description, {});
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of splitter!.pre_tokenize(normalizer!.normalize(alignText(text, description['normalizer'])))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** The most frequent entries; ties in code-unit order, so that the order of the texts does not matter. */
function mostFrequent(counts: ReadonlyMap<string, number>, room: number): string[] {
  const ranked = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked.slice(0, Math.max(0, Math.floor(room))).map(([token]) => token);
}

/** Every character, at a word's start and (`##`) within one. */
function countCharacters(words: ReadonlyMap<string, number>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word, count] of words) {
    Array.from(word).forEach((character, index) => {
      const token = index === 0 ? character : `##${character}`;
      counts.set(token, (counts.get(token) ?? 0) + count);
    });
  }
  return counts;
}

/** Beginnings and (`##`) ends shared by different words, weighted by how many characters one of them saves. */
function countPieces(words: ReadonlyMap<string, number>): Map<string, number> {
  const owners = new Map<string, number>();
  for (const word of words.keys()) {
    const characters = Array.from(word);
    for (const length of pieceLengths) {
      if (length >= characters.length) break;
      for (const piece of [characters.slice(0, length).join(''), `##${characters.slice(-length).join('')}`]) owners.set(piece, (owners.get(piece) ?? 0) + 1);
    }
  }
  const saved = (piece: string) => Array.from(piece.replace(/^##/, '')).length - 1;
  return new Map([...owners].filter(([, count]) => count >= minCount).map(([piece, count]) => [piece, count * saved(piece)]));
}

/**
 * Builds a WordPiece vocabulary of at most `limit` tokens from a dataset's own texts: special tokens, characters, frequent
 * words, then pieces shared by words. The same texts in any order give the same vocabulary.
 */
export function buildVocabulary(texts: Iterable<string>, limit = 4096): TokenizerJson {
  const words = countWords(texts);
  const tokens = new Set<string>(specialTokens);
  const add = (candidates: readonly string[]) => candidates.forEach((token) => tokens.add(token));
  add(mostFrequent(countCharacters(words), (limit - tokens.size) * characterShare));
  const repeated = new Map([...words].filter(([word, count]) => count >= minCount && !tokens.has(word)));
  add(mostFrequent(repeated, (limit - tokens.size) * wordShare));
  const pieces = new Map([...countPieces(words)].filter(([piece]) => !tokens.has(piece)));
  add(mostFrequent(pieces, limit - tokens.size));
  return describeTokenizer([...tokens]);
}
