/** Ideographs beyond the basic plane, in the ranges of Hugging Face's Python library. */
const farIdeographs = /[\u{20000}-\u{2A6DF}\u{2A700}-\u{2B81F}\u{2B920}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu;

/**
 * Prepares a text so that the JavaScript tokenizer reads it as the Python one does. Left alone, it takes ideographs beyond
 * the basic plane for letters of a word, and lower-cases a capital sigma by its place in the word. `normalizer`: of the `tokenizer.json`.
 */
export function alignText(text: string, normalizer: unknown): string {
  const { type, handle_chinese_chars: apart, lowercase } = (normalizer ?? {}) as { type?: string; handle_chinese_chars?: boolean; lowercase?: boolean };
  if (type !== 'BertNormalizer') return text;
  const spaced = apart ? text.replace(farIdeographs, ' $& ') : text;
  return lowercase ? spaced.replaceAll('\u03a3', '\u03c3') : spaced;
}
