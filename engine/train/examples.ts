import { createHash } from 'node:crypto';
import { views, type Split, type Sticker } from '../dataset/sticker.ts';
import type { TextChoice, TextConfig } from './runConfig.ts';

/** A sticker that can be trained on: it has a label and a picture. */
export interface Example {
  readonly id: string;
  readonly label: number;
  /** The texts fused at stages 1 to 4, the sticker's own text standing in for a missing one. */
  readonly texts: readonly [string, string, string, string];
}

/** What a sticker's texts are chosen from. */
export type StickerTexts = Pick<Sticker, 'text' | 'descriptions'>;

/** The views of which a choice is made. */
const viewsOf = (choice: TextChoice) => (choice === 'all' ? views : [choice]);

/** Whether every view that the choices name is there. */
export const isDescribed = (sticker: Sticker, choices: TextConfig['views']) => choices.flatMap(viewsOf).every((view) => sticker.descriptions[view]);

function textOf({ descriptions, text }: StickerTexts, choice: TextChoice): string {
  return viewsOf(choice).map((view) => descriptions[view]).filter(Boolean).join(' ') || text;
}

export const textsOf = (sticker: StickerTexts, choices: TextConfig['views']) => choices.map((choice) => textOf(sticker, choice)) as [string, string, string, string];

export const toExample = (sticker: Sticker, label: number, choices: TextConfig['views']): Example => ({ id: sticker.id, label, texts: textsOf(sticker, choices) });

/** Tells one choice of stickers from another: a picture that cannot be read any more changes every batch after it. */
export const digestExamples = (examples: ExampleSplits) => createHash('sha256').update(JSON.stringify([examples.train, examples.validation, examples.test].map((split) => split.map(({ id }) => id)))).digest('hex');

export type ExampleSplits = Readonly<Record<Split, readonly Example[]>>;
