/** Short enough to be what is written in a sticker. */
const most = 200;
const quotes = new RegExp([
  `"[^"\\n]{0,${most}}"`, `“[^”\\n]{0,${most}}”`, `«[^»\\n]{0,${most}}»`, `「[^」\\n]{0,${most}}」`, `『[^』\\n]{0,${most}}』`, `\`[^\`\\n]{0,${most}}\``,
  // A single quote is an apostrophe too: one that opens stands after a space, one that closes before no letter.
  `(?<![\\p{L}\\p{N}])'[^\\n]{0,${most}}?'(?![\\p{L}\\p{N}])`, `(?<![\\p{L}\\p{N}])‘[^\\n]{0,${most}}?’(?![\\p{L}\\p{N}])`,
].join('|'), 'gu');

/** `The caption reads: Sorry. I can't.` has no quotes: all that follows on the line is what it reads. */
const reported = /\b(?:says?|saying|reads?|reading|means?|meaning|stating|text|caption|words?|written|message|phrase)\b[^.!?:\n]{0,30}:[^\n]+/giu;

/** A text with what it quotes from the sticker taken out, which is not the writer's own voice. */
export const withoutQuotes = (text: string) => (/["'`:“«「『‘]/.test(text) ? text.replace(quotes, '""').replace(reported, '""') : text);
