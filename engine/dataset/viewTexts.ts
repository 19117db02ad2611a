import { z } from 'zod';
import { views, type Descriptions, type View } from './sticker.ts';

const text = z.string().nullish();

/** The four views as keys of a record. */
export const viewTexts = z.object({ intention: text, style: text, roles: text, details: text }).partial();

/** A picture by any of its names, and its texts, as `descriptions` or as keys beside. */
export const describedPicture = viewTexts.extend({ image: text, file_name: text, id: text, descriptions: viewTexts.nullish() });

/** The texts that are there, as they are written. White space alone is no text. */
export function textsIn(written: Partial<Record<View, string | null | undefined>>): Descriptions {
  return Object.fromEntries(views.flatMap((view) => {
    const content = written[view];
    return content != null && content.trim() !== '' ? [[view, content]] : [];
  }));
}

/** Of both forms; `descriptions` goes before. */
export const textsOf = (record: z.infer<typeof describedPicture>): Descriptions => ({ ...textsIn(record), ...textsIn(record.descriptions ?? {}) });
