import { views, type Descriptions, type View } from './sticker.ts';

/** The marks by which the public MGHFT loader splits one text into the four views, in its order. */
const marks: Readonly<Record<View, string>> = {
  intention: "#The sticker's intention", style: "#The sticker's style", roles: "#The sticker's main role", details: "#The sticker's gesture",
};

const anyMark = new RegExp(`(${views.map((view) => marks[view]).join('|')})`);

/**
 * U+2060 keeps apart what the public loader would take for its own signs within a text: a mark, and ` ||| `, which it splits in a pair. It is
 * no white space, so that the loader does not strip it, and BERT's tokenizer drops it, so that the model sees the text as it is.
 */
const joiner = '\u2060';
const within = (joiners: string) => new RegExp(`(?<=#)${joiners}(?=The sticker's (?:intention|style|main role|gesture))|(?<=(?:^| )\\|)${joiners}(?=\\|\\| )`, 'gu');
const places = within(`${joiner}*`);
const joined = within(`${joiner}+`);

/** One joiner more at each such place, so that a text that has some comes back with its own; around a text whose ends the loader would strip too. */
function protect(text: string): string {
  const inner = text.replace(places, `$&${joiner}`);
  return text !== text.trim() || text.startsWith(joiner) || text.endsWith(joiner) ? `${joiner}${inner}${joiner}` : inner;
}

function unprotect(written: string): string {
  const inner = written.length >= 2 && written.startsWith(joiner) && written.endsWith(joiner) ? written.slice(1, -1) : written;
  return inner.replace(joined, (joiners) => joiners.slice(1));
}

/** Four descriptions as the one marked text the public loader reads. It needs every mark, so a missing view has its mark alone. */
export const writeMarkedText = (descriptions: Descriptions) =>
  views.map((view) => `${marks[view]}: ${protect(descriptions[view] ?? '')}`.trimEnd()).join('\n');

/** The views in a marked text; what comes before the first mark is dropped, as in the public loader. Null without any mark. */
export function readMarkedText(text: string): Descriptions | null {
  const parts = text.split(anyMark);
  if (parts.length < 3) return null;
  const found: Partial<Record<View, string>> = {};
  for (let i = 1; i < parts.length; i += 2) {
    const view = views.find((name) => marks[name] === parts[i])!;
    const written = unprotect(parts[i + 1].replace(/^s?\s*:?\s*/, '').trim());
    if (written !== '') found[view] = written;
  }
  return found;
}
