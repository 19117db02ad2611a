import { GraphBuilder } from '../graph/graphBuilder.ts';
import { elementCount, type Value } from '../graph/value.ts';
import { layerNorm, linear, mergeHeads, splitHeads } from './layers.ts';
import { createParameterTable, small, type ModelScope, type ParameterSpec } from './parameters.ts';

export interface BertConfig {
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly feedForward: number;
  /** Longest sequence, [CLS] and [SEP] included. */
  readonly maxLength: number;
}

const epsilon = 1e-12;

/** The lowest float32: added to a score it leaves nothing of it, so that a row without real pieces attends evenly. */
const lowest = -((2 - 2 ** -23) * 2 ** 127);

/** What is added to the scores: 0 at real pieces, the lowest float32 at padding. mask [batch, length] of 1 and 0. */
function maskBias(g: GraphBuilder, mask: Value): Value {
  const [batch, length] = mask.shape as [number, number];
  return g.reshape(g.scale(g.shift(g.neg(mask), 1), lowest), [batch, 1, 1, length]);
}

function encoderLayer(scope: ModelScope, x: Value, bias: Value, name: string, config: BertConfig): Value {
  const { g } = scope;
  const project = (part: string) => splitHeads(scope, linear(scope, x, `${name}.attention.self.${part}`, config.width), config.heads);
  const scores = g.matmul(project('query'), project('key'), { transB: true, alpha: (config.width / config.heads) ** -0.5 });
  const context = mergeHeads(scope, g.matmul(g.softmax(g.add(scores, bias)), project('value')));
  const attended = layerNorm(scope, g.add(x, linear(scope, context, `${name}.attention.output.dense`, config.width)), `${name}.attention.output.LayerNorm`, epsilon);
  const hidden = g.gelu(linear(scope, attended, `${name}.intermediate.dense`, config.feedForward));
  return layerNorm(scope, g.add(attended, linear(scope, hidden, `${name}.output.dense`, config.width)), `${name}.output.LayerNorm`, epsilon);
}

/**
 * BERT's hidden states after each layer, under Hugging Face's parameter names.
 * @param ids int32 [batch, length] @param mask float32 [batch, length], 1 for real pieces -> layers x [batch, length, width]
 */
export function bert(scope: ModelScope, ids: Value, mask: Value, config: BertConfig): Value[] {
  const { g, parameter } = scope;
  const [batch, length] = ids.shape as [number, number];
  const words = parameter('embeddings.word_embeddings.weight', [config.vocabulary, config.width], small);
  const positions = parameter('embeddings.position_embeddings.weight', [config.maxLength, config.width], small);
  const types = parameter('embeddings.token_type_embeddings.weight', [2, config.width], small);
  const looked = g.reshape(g.gather(words, g.reshape(ids, [batch * length])), [batch, length, config.width]);
  const placed = g.add(g.slice(positions, 0, 0, length), g.slice(types, 0, 0, 1));
  let x = layerNorm(scope, g.add(looked, placed), 'embeddings.LayerNorm', epsilon);
  const bias = maskBias(g, mask);
  return Array.from({ length: config.layers }, (_, layer) => {
    x = encoderLayer(scope, x, bias, `encoder.layer.${layer}`, config);
    return x;
  });
}

/** All parameters of `bert`, in the order of their first use. */
export function bertParameters(config: BertConfig): readonly ParameterSpec[] {
  const table = createParameterTable(new GraphBuilder());
  bert(table, table.g.input('ids', [1, 2], 'int32'), table.g.input('mask', [1, 2]), config);
  return table.specs;
}

/** What a text's feature is the mean of: its real `pieces`, or all `positions`, padding included, as in the released code. */
export type TextPooling = 'pieces' | 'positions';

/** A text's feature: mean of the last four layers' states over its pieces or positions. mask [batch, length] -> [batch, width] */
export function poolText(g: GraphBuilder, layers: readonly Value[], mask: Value, pooling: TextPooling): Value {
  const last = layers.slice(-4);
  const mean = g.scale(last.reduce((sum, layer) => g.add(sum, layer)), 1 / last.length);
  if (pooling === 'positions') return g.reduceMean(mean, [1], false);
  const [batch, length] = mask.shape as [number, number];
  const weights = g.div(mask, g.reduceSum(mask, [1]));
  const pooled = g.matmul(g.reshape(weights, [batch, 1, length]), mean);
  return g.reshape(pooled, [batch, elementCount(pooled.shape) / batch]);
}
