import { z } from 'zod';
import { readMarkedText } from './markedText.ts';
import type { Descriptions } from './sticker.ts';

const text = z.string().nullish();
const record = z.object({ topic: z.string().default('').catch(''), file_name: z.string().catch(''), text: text.catch(null) }).catch({ topic: '', file_name: '', text: null });
const records = z.object({ annotations: z.array(record) });

export interface MarkedRecord {
  /** `topic/file_name`. */
  readonly picture: string;
  /** null where the text has none of the four marks. */
  readonly descriptions: Descriptions | null;
}

/** The records of the public loader's JSON; null where `value` is none. */
export function markedRecords(value: unknown): MarkedRecord[] | null {
  const { success, data } = records.safeParse(value);
  if (!success) return null;
  return data.annotations.map(({ topic, file_name: name, text: marked }) => ({ picture: topic === '' ? name : `${topic}/${name}`, descriptions: readMarkedText(marked ?? '') }));
}
