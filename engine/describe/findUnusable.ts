import { views } from '../dataset/sticker.ts';
import { isOpen, remedyFor, type CheckedSticker } from './checkedSticker.ts';
import type { DescriptionProblem } from './descriptionProblem.ts';
import { judgeAnswer } from './judgeAnswer.ts';

/** Texts that are no descriptions: a model's refusal, a loop, a server's message. Whether a sentence is whole only a model's text is asked. */
export function findUnusable({ id, texts }: CheckedSticker): DescriptionProblem[] {
  return views.flatMap((view): DescriptionProblem[] => {
    const checked = texts[view];
    if (!isOpen(checked)) return [];
    const judged = judgeAnswer(checked.text, 'stop');
    if (!('fault' in judged) || (judged.fault === 'cutOff' && !checked.generated)) return [];
    return [{ kind: judged.fault === 'refusal' ? 'refusal' : 'unusable', id, view, message: `The ${view} of ${id} is no description. ${judged.reason}`, remedy: remedyFor(checked) }];
  });
}
