import type { Descriptions } from '../dataset/sticker.ts';
import type { ExplanationView, MeanHeat, ProbeView } from '../explain/explanation.ts';

export type { ExplanationView, HeatKind, MeanHeat, ProbeView, StageAttention, StageHeat } from '../explain/explanation.ts';

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
  /** Probabilities under other descriptions, by a process that keeps the model and the picture's stages. A newer one of the same sticker cancels one that waits. */
  'explain/probe': { params: ExplainParams; result: ProbeView };
  /** `target`: a class of the run, null for the predicted one. */
  'explain/attention': { params: ExplainParams & { target: number | null }; result: ExplanationView };
  /** The mean of the stickers' maps, over the crop that the model sees; at most 200 stickers, the first. `decision` follows each one's predicted class. */
  'explain/meanAttention': { params: { root: string; run: string; ids: readonly string[] }; result: MeanHeat };
  /** The training stickers most like this one, the nearest first; `reason` says why there are none. */
  'explain/neighbours': { params: { root: string; run: string; id: string; count: number }; result: { readonly neighbours: readonly NeighbourView[]; readonly reason: string | null } };
}
