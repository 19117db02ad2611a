import type { View } from '../dataset/sticker.ts';

/** Something a check found; which text it is about, and what a quick fix can do. */
export interface DescriptionProblem {
  readonly kind: 'missing' | 'long' | 'refusal' | 'same' | 'misplaced' | 'language' | 'unusable';
  readonly id: string;
  readonly view: View;
  readonly message: string;
  readonly remedy: string;
  /** For `misplaced`: the view it seems to be about. */
  readonly belongs?: View;
}
