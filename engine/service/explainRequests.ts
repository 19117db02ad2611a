import type { Descriptions, View } from '../dataset/sticker.ts';

/** `attention`: from all tokens of the stage's last layer, mean over heads (paper 4.7). `importance`: what chooses the key tokens. `decision`: attention weighted by the slope of the class's logit, which alone depends on the texts. */
export type HeatKind = 'attention' | 'importance' | 'decision';

export interface StageAttention {
  /** 1 to 4. */
  readonly stage: number;
  /** Side of the heat maps' grid. */
  readonly side: number;
  /** [side * side] each, rows from the top, summing to 1. */
  readonly heat: Readonly<Record<HeatKind, Float32Array>>;
  /** Side of the grid that the key tokens are places in. */
  readonly tokenSide: number;
  /** The patches chosen as key tokens, each once, and the share of TGFA's attention they got. */
  readonly keyTokens: readonly { readonly place: number; readonly weight: number }[];
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

export interface NeighbourView {
  readonly id: string;
  readonly label: number | null;
  /** Cosine similarity of the fused features. */
  readonly similarity: number;
}

/** `descriptions`: those to put in place of the sticker's own; one that is '' or absent is missing, as in training; null: the sticker's own. */
export interface ExplainParams {
  readonly root: string;
  readonly run: string;
  readonly id: string;
  readonly descriptions: Descriptions | null;
}

export interface ExplainRequests {
  /** Probabilities under other descriptions, by a process that keeps the model and the picture's stages. */
  'explain/probe': { params: ExplainParams; result: ProbeView };
  /** `target`: a class of the run, null for the predicted one. */
  'explain/attention': { params: ExplainParams & { target: number | null }; result: ExplanationView };
  /** The mean of the stickers' maps, over the crop that the model sees; at most 200 stickers, the first. */
  'explain/meanAttention': { params: { root: string; run: string; ids: readonly string[] }; result: { readonly stickers: number; readonly stages: readonly Omit<StageAttention, 'keyTokens'>[] } };
  /** The training stickers most like this one; `reason` says why there are none. */
  'explain/neighbours': { params: { root: string; run: string; id: string; count: number }; result: { readonly neighbours: readonly NeighbourView[]; readonly reason: string | null } };
}
