import type { ExplainedDataset, ExplainedSticker } from '../explain/explainer.ts';
import type { ExplanationView, MeanHeat, ProbeView } from '../explain/explanation.ts';

/** What the service asks of the process that explains one run: `sticker-lab explain <run> --serve`. */
export interface ExplainChannel {
  probe: { params: { dataset: ExplainedDataset; sticker: ExplainedSticker }; result: ProbeView };
  attention: { params: { dataset: ExplainedDataset; sticker: ExplainedSticker; target: number | null }; result: ExplanationView };
  meanAttention: { params: { dataset: ExplainedDataset; stickers: readonly ExplainedSticker[] }; result: MeanHeat };
}

export type ExplainMethod = keyof ExplainChannel;

export type ExplainHandlers = { readonly [M in ExplainMethod]: (params: ExplainChannel[M]['params'], signal: AbortSignal) => Promise<ExplainChannel[M]['result']> };
