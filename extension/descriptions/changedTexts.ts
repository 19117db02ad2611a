import { views, type View } from '../../engine/dataset/sticker.ts';
import { StickerLabError } from '../../engine/errors/stickerLabError.ts';
import { parseTexts } from './descriptionText.ts';

/**
 * The texts in which an edited document differs from the document as it was. A text that only the document's form changes (line ends, white space around it)
 * is none of them. @throws StickerLabError with the line, where the edited document cannot be read
 */
export function changedTexts(id: string, before: string, after: string): Partial<Record<View, string>> {
  const edited = parseTexts(id, after);
  if ('problems' in edited) {
    const [{ line, message }] = edited.problems;
    throw new StickerLabError(`Nothing is saved: line ${line + 1}: ${message}`, id, '');
  }
  const present = parseTexts(id, before);
  const isSame = (view: View) => 'texts' in present && present.texts[view] === edited.texts[view];
  return Object.fromEntries(views.filter((view) => !isSame(view)).map((view) => [view, edited.texts[view]]));
}
