import type { View } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { inSlices } from './inSlices.ts';
import { compileReplacement } from './replacement.ts';
import { createTimeLimit, TimeIsUp } from './timeLimit.ts';

/** What to find in descriptions. */
export interface TextQuery {
  readonly find: string;
  readonly regex: boolean;
  /** The characters around a match are no letters, digits or underscores, or its own ends are none. */
  readonly wholeWord: boolean;
  readonly matchCase: boolean;
  /** null: all four. */
  readonly view: View | null;
}

/** A query at work on texts, whatever view they are of. Goes through them in slices, between which others get their turn. */
export interface TextSearch {
  /** How often it occurs in each text. */
  count(texts: readonly string[], signal?: AbortSignal): Promise<Uint32Array>;
  /** Each text with every match replaced. Only a regular expression's replacement knows `$1`, `$<name>`, `$&` and `$$`. */
  replace(texts: readonly string[], replacement: string, signal?: AbortSignal): Promise<string[]>;
}

/** Texts a slice, and what a slice may take: a regular expression that needs over half a millisecond a text would stop everything else. */
const slice = 1000;
const sliceLimit = 500;

const wordCharacter = String.raw`[\p{L}\p{M}\p{N}_]`;
const escaped = (text: string) => text.replace(/[\^$\\.*+?()[\]{}|/]/gu, String.raw`\$&`);
/** Where a word may begin or end: not between two of its characters. */
const edge = String.raw`(?:(?<!${wordCharacter})|(?!${wordCharacter}))`;

const matchesNothing = (find: string) =>
  new StickerLabError(`The regular expression ${find} matches the empty text, which is everywhere.`, find, 'Make it match at least one character: + in place of *, for example.');

function expressionOf({ find, regex, wholeWord, matchCase }: TextQuery): RegExp {
  if (find === '') throw new StickerLabError('There is nothing to look for.', find, 'Write what to find.');
  try {
    // By itself first: what surrounds it below could close an open bracket.
    if (regex) RegExp(find, 'u');
    const source = regex ? find : escaped(find);
    // `m` as in VS Code's own search: ^ and $ are a line's.
    return new RegExp(wholeWord ? `${edge}(?:${source})${edge}` : source, matchCase ? 'gmu' : 'gimu');
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /u, '') : String(error);
    throw new StickerLabError(`This is no regular expression: ${reason}.`, find, 'Correct it, or look for it as plain text.', { cause: error });
  }
}

/** @throws StickerLabError where the query is no regular expression, matches the empty text, or, while it is at work, takes too long */
export function compileQuery(query: TextQuery): TextSearch {
  const { find, regex } = query;
  const expression = expressionOf(query);
  const withinTime = createTimeLimit(sliceLimit);
  if (expression.test('')) throw matchesNothing(find);

  const countIn = (text: string) => {
    let places = 0;
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match; match = expression.exec(text)) {
      if (match[0] === '') throw matchesNothing(find);
      places += 1;
    }
    return places;
  };
  const each = (texts: readonly string[], signal: AbortSignal | undefined, work: (text: string, index: number) => void) => inSlices(texts.length, slice, signal, (from, to) => {
    try {
      withinTime(() => {
        for (let i = from; i < to; i++) work(texts[i], i);
      });
    } catch (error) {
      if (!(error instanceof TimeIsUp)) throw error;
      throw new StickerLabError(`The regular expression ${find} takes too long: it needed over ${sliceLimit / 1000} s for ${to - from} texts.`, find,
        'Write it so that there is only one way to match: no repetition within a repetition, as in (a+)+.', { cause: error });
    }
  });
  return {
    async count(texts, signal) {
      const places = new Uint32Array(texts.length);
      await each(texts, signal, (text, index) => {
        places[index] = countIn(text);
      });
      return places;
    },
    async replace(texts, replacement, signal) {
      const replaced: string[] = [];
      const become = regex ? compileReplacement(replacement, expression) : () => replacement;
      await each(texts, signal, (text) => {
        replaced.push(text.replace(expression, (...match: [string, ...unknown[]]) => {
          if (match[0] === '') throw matchesNothing(find);
          return become(match);
        }));
      });
      return replaced;
    },
  };
}
