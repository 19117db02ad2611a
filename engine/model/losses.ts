import type { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';
import type { LossConfig } from './modelConfig.ts';

/** log softmax over the last axis, from operators every device has; the maximum only steadies it and takes no gradient. */
export function logSoftmax(g: GraphBuilder, x: Value): Value {
  const axis = [x.shape.length - 1];
  const centred = g.sub(x, g.reduceMax(x, axis));
  return g.sub(centred, g.log(g.reduceSum(g.exp(centred), axis)));
}

/** Mean over rows of -sum(target log softmax(logits)). Both [batch, classes]; smoothing is in the target. */
export function crossEntropy(g: GraphBuilder, logits: Value, target: Value): Value {
  return g.scale(g.reduceSum(g.mul(logSoftmax(g, logits), target), [0, 1], false), -1 / logits.shape[0]);
}

function identityMatrix(g: GraphBuilder, size: number): Value {
  return g.constant(Float32Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0)), [size, size]);
}

function normalizeRows(g: GraphBuilder, x: Value): Value {
  // No norm below 1e-12, as PyTorch's normalize.
  return g.div(x, g.sqrt(g.shift(g.reduceSum(g.mul(x, x), [1]), 1e-24)));
}

/** log softmax of 0.5 (1 + F F^T) / temperature (equation 5). */
function logSelfSimilarity(g: GraphBuilder, rows: Value, temperature: number): Value {
  return logSoftmax(g, g.scale(g.shift(g.matmul(rows, rows, { transB: true }), 1), 0.5 / temperature));
}

export interface AlignmentLoss {
  readonly contrastive: Value;
  readonly mlce: Value;
}

/**
 * Equations 4 and 5 for one stage: symmetric cross entropy of the cosine similarities, and the divergence
 * KL(W_text || W_vision) of the batch's self-similarities, summed or averaged over its rows.
 * @param visual [batch, width] @param text [batch, width], rows that match
 */
export function alignmentLoss(g: GraphBuilder, visual: Value, text: Value, config: LossConfig): AlignmentLoss {
  const batch = visual.shape[0];
  const [v, t] = [normalizeRows(g, visual), normalizeRows(g, text)];
  const matching = identityMatrix(g, batch);
  const similarity = (a: Value, b: Value) => g.matmul(a, b, { transB: true, alpha: 1 / config.temperature });
  const contrastive = g.scale(g.add(crossEntropy(g, similarity(v, t), matching), crossEntropy(g, similarity(t, v), matching)), 0.5);
  const logText = logSelfSimilarity(g, t, config.mlceTemperature);
  const logVisual = logSelfSimilarity(g, v, config.mlceTemperature);
  const divergence = g.reduceSum(g.mul(g.exp(logText), g.sub(logText, logVisual)), [0, 1], false);
  const mlce = g.scale(divergence, config.mlceReduction === 'mean' ? 1 / batch : 1);
  return { contrastive, mlce };
}
