import { views, type Descriptions, type View } from './sticker.ts';

/** The marks by which the public MGHFT loader splits one text into the four views, in its order. */
const marks: Readonly<Record<View, string>> = {
  intention: "#The sticker's intention", style: "#The sticker's style", roles: "#The sticker's main role", details: "#The sticker's gesture",
};

const anyMark = new RegExp(`(${views.map((view) => marks[view]).join('|')})`);

/** Four descriptions as the one marked text the public loader reads. It needs every mark, so a missing view has its mark alone. */
export const writeMarkedText = (descriptions: Descriptions) =>
  views.map((view) => `${marks[view]}: ${descriptions[view] ?? ''}`.trimEnd()).join('\n');

/** The views in a marked text; what comes before the first mark is dropped, as in the public loader. Null without any mark. */
export function readMarkedText(text: string): Descriptions | null {
  const parts = text.split(anyMark);
  if (parts.length < 3) return null;
  const found: Partial<Record<View, string>> = {};
  for (let i = 1; i < parts.length; i += 2) {
    const view = views.find((name) => marks[name] === parts[i])!;
    const written = parts[i + 1].replace(/^s?\s*:?\s*/, '').trim();
    if (written !== '') found[view] = written;
  }
  return found;
}
