import type { Verdict } from '../../extension/protocol/engine.ts';

export const verdicts: readonly Verdict[] = ['label', 'text', 'model', 'ambiguous'];

export const verdictTitles: Readonly<Record<Verdict, string>> = { label: 'wrong label', text: 'wrong text', model: 'model\'s fault', ambiguous: 'ambiguous' };

/** What each says of a mistake, for tooltips. */
export const verdictMeanings: Readonly<Record<Verdict, string>> = {
  label: 'The label is wrong: the sticker shows another emotion',
  text: 'A text or description is wrong or misleading',
  model: 'Label and texts are right: the model should have got it',
  ambiguous: 'People would not agree on the emotion either',
};
