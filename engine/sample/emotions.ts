import { ser30kClasses } from '../dataset/ser30kLabels.ts';

export type Emotion = (typeof ser30kClasses)[number];

/** What the face shows. Emotions that share a look are told apart by the occasion, and the other way round. */
export type Look = 'startled' | 'smiling' | 'drooping' | 'tense';
/** What the description of the intention is about. */
export type Occasion = 'news' | 'retreat' | 'setback' | 'routine';

export interface EmotionPlan {
  /** Share of the stickers, in percent. */
  readonly share: number;
  readonly look: Look;
  readonly occasion: Occasion;
  /** The mouth this emotion leans to within its look. */
  readonly mouth: 0 | 1;
}

/**
 * The task: look x occasion decides, neither alone does. Knowing only the look, the best guess is right for about 66 %
 * of the stickers; knowing only the occasion, for about 65 %.
 */
export const emotionPlans: Readonly<Record<Emotion, EmotionPlan>> = {
  surprise: { share: 12, look: 'startled', occasion: 'news', mouth: 0 },
  happiness: { share: 22, look: 'smiling', occasion: 'news', mouth: 0 },
  disgust: { share: 10, look: 'tense', occasion: 'retreat', mouth: 0 },
  fear: { share: 11, look: 'startled', occasion: 'retreat', mouth: 1 },
  sadness: { share: 14, look: 'drooping', occasion: 'setback', mouth: 0 },
  anger: { share: 13, look: 'tense', occasion: 'setback', mouth: 1 },
  neutral: { share: 18, look: 'drooping', occasion: 'routine', mouth: 1 },
};

/** How often a sticker has the mouth its emotion leans to; the rest have the other one. */
export const mouthLean = 0.55;

/** How often a description's occasion is another emotion's: nothing in it is right then. */
export const strayOccasion = 0.015;
