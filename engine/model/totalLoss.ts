import type { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';
import { alignmentLoss, crossEntropy, type AlignmentLoss } from './losses.ts';
import type { MghftFeatures } from './mghft.ts';
import type { LossConfig } from './modelConfig.ts';

/** Scalars. */
export interface LossTerms {
  readonly total: Value;
  readonly crossEntropy: Value;
  /** A pair a stage, unweighted; empty where the alignment loss is left out. */
  readonly stages: readonly AlignmentLoss[];
  /** Sums over the stages. */
  readonly contrastive: Value;
  readonly mlce: Value;
}

/** Equations 6 and 9, the stages summed: CE + weight * (CL + lambda MLCE). @param target [batch, classes], smoothing in it */
export function totalLoss(g: GraphBuilder, { logits, alignment }: MghftFeatures, target: Value, config: LossConfig): LossTerms {
  const sum = (values: readonly Value[]) => values.reduce((total, value) => g.add(total, value));
  const classification = crossEntropy(g, logits, target);
  if (alignment.length === 0) return { total: classification, crossEntropy: classification, stages: [], contrastive: g.constant(0), mlce: g.constant(0) };
  const stages = alignment.map(({ visual, text }) => alignmentLoss(g, visual, text, config));
  const contrastive = sum(stages.map((stage) => stage.contrastive));
  const mlce = sum(stages.map((stage) => stage.mlce));
  const aligned = g.scale(g.add(contrastive, g.scale(mlce, config.mlceWeight)), config.alignmentWeight);
  return { total: g.add(classification, aligned), crossEntropy: classification, stages, contrastive, mlce };
}
