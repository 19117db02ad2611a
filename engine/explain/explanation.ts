import type { View } from '../dataset/sticker.ts';

/** `attention`: from all tokens of the stage's last layer, mean over heads (paper 4.7). `importance`: what chooses the key tokens. `decision`: attention weighted by the slope of the class's logit, which alone depends on the texts. */
export const heatKinds = ['attention', 'importance', 'decision'] as const;
export type HeatKind = (typeof heatKinds)[number];

export interface StageHeat {
  /** 1 to 4. */
  readonly stage: number;
  /** Side of the heat maps' grid. */
  readonly side: number;
  /** [side * side] each, rows from the top, summing to 1; `decision` is 0 everywhere where nothing the stage attends to speaks for the class. */
  readonly heat: Readonly<Record<HeatKind, Float32Array>>;
}

export interface StageAttention extends StageHeat {
  /** Side of the grid that the key tokens are places in. */
  readonly tokenSide: number;
  /** The patches chosen as key tokens, each once, and the share of TGFA's attention they got. */
  readonly keyTokens: readonly { readonly place: number; readonly weight: number }[];
  /** The share of TGFA's attention that the stage's CLS token got: with all stages' key tokens it makes 1. */
  readonly clsWeight: number;
}

export interface ExplanationView {
  /** The run's classes. */
  readonly classes: readonly string[];
  readonly probabilities: readonly number[];
  /** The class whose logit `decision` follows. */
  readonly target: number;
  readonly stages: readonly StageAttention[];
  /** TGFA's attention on each text, summing to 1; [] where the model has no text step. */
  readonly texts: readonly { readonly view: View | 'all'; readonly stage: number; readonly share: number }[];
  /** What the model saw of the picture, in shares of its width and height. */
  readonly crop: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

export interface ProbeView {
  readonly classes: readonly string[];
  readonly probabilities: readonly number[];
  readonly milliseconds: number;
}

/** The mean of several stickers' maps. */
export interface MeanHeat {
  /** How many it is of: those whose picture can be read. */
  readonly stickers: number;
  readonly stages: readonly StageHeat[];
}
