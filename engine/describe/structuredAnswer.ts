import { z } from 'zod';
import { views, type View } from '../dataset/sticker.ts';
import { cleanAnswer } from './cleanAnswer.ts';
import { judgeAnswer, type AnswerFault, type FaultyAnswer } from './judgeAnswer.ts';

/** What a structured answer has to follow. Flat: hosts lose `$defs` and references. */
export const answerSchema = {
  type: 'object',
  properties: Object.fromEntries(views.map((view) => [view, { type: 'string' }])),
  required: [...views],
};

const answer = z.object({ intention: z.string(), style: z.string(), roles: z.string(), details: z.string() });

const schemaFault = (reason: string): FaultyAnswer<'schema'> => ({ fault: 'schema', reason });

/** The four texts of a structured answer, not yet judged one by one, or why it has none. */
export function readStructuredAnswer(written: string, ended: 'stop' | 'length'): { readonly texts: Readonly<Record<View, string>> } | FaultyAnswer<AnswerFault | 'schema'> {
  if (ended === 'length') return { fault: 'cutOff', reason: 'The answer was cut off at a limit of tokens.' };
  const text = cleanAnswer(written);
  let value: unknown;
  try {
    // Some models talk before and after the object.
    value = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  } catch {
    const judged = judgeAnswer(text, ended);
    return 'fault' in judged ? judged : schemaFault(`The answer is no JSON: ${text.slice(0, 80)}`);
  }
  const checked = answer.safeParse(value);
  if (checked.success) return { texts: checked.data };
  const wrong = new Set(checked.error.issues.map(({ path }) => String(path[0] ?? 'the object')));
  return schemaFault(`The answer lacks a text for ${[...wrong].join(', ')}.`);
}
