import { views, type Split, type Sticker } from '../dataset/sticker.ts';

/** A sticker that can be trained on: it has a label and a picture. */
export interface Example {
  readonly id: string;
  readonly label: number;
  /** The texts of the four views, the sticker's own text standing in for a missing one. */
  readonly texts: readonly [string, string, string, string];
}

export const isDescribed = (sticker: Sticker) => views.every((view) => sticker.descriptions[view]);

export function toExample(sticker: Sticker, label: number): Example {
  const texts = views.map((view) => sticker.descriptions[view] || sticker.text) as [string, string, string, string];
  return { id: sticker.id, label, texts };
}

export type ExampleSplits = Readonly<Record<Split, readonly Example[]>>;
