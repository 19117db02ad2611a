/** An ideograph or kana, which stands for a word; else letters and digits, with an apostrophe within. */
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}])+(?:['’]\p{L}+)?/gu;
/** The same for a text without them, several times as fast. */
const plainWord = /[a-z\d\u00C0-\u024F]+(?:['’][a-z]+)?/gi;
// oxlint-disable-next-line no-control-regex -- a range that begins with them
const isPlain = /^[\u0000-\u024F\u2010-\u2027]*$/;

/** A text's words in lower case, in order. */
export const wordsIn = (text: string): string[] => text.toLowerCase().match(isPlain.test(text) ? plainWord : word) ?? [];
