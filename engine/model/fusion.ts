import type { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';
import { layerNorm, linear, mergeHeads, splitHeads } from './layers.ts';
import type { ModelConfig } from './modelConfig.ts';
import { uniformLinear, xavierLinear, type ModelScope } from './parameters.ts';

/**
 * Soft fusion (equations 3 and 7): V + softmax(V T^T) T. With a single text row every softmax weight is 1, so it is V + T.
 * @param visual [batch, n, width] @param text [batch, m, width]
 */
export function softFusion(g: GraphBuilder, visual: Value, text: Value): Value {
  if (text.shape[1] === 1) return g.add(visual, text);
  return g.add(visual, g.matmul(g.softmax(g.matmul(visual, text, { transB: true })), text));
}

/** A = softmax(Q K^T / sqrt(d)), the weights [batch, heads, queries, keys], and A V, a head each: [batch, heads, queries, d]. */
function attend(g: GraphBuilder, query: Value, key: Value, value: Value): { weights: Value; attended: Value } {
  const weights = g.softmax(g.matmul(query, key, { transB: true, alpha: query.shape[3] ** -0.5 }));
  return { weights, attended: g.matmul(weights, value) };
}

/** Multi-head cross-attention from visual to text tokens with weights of its own, added to V: what Figure 5 compares soft fusion with. */
export function crossAttentionFusion(scope: ModelScope, visual: Value, text: Value, name: string, heads: number): Value {
  const width = visual.shape[2];
  const project = (x: Value, part: string) => splitHeads(scope, linear(scope, x, `${name}.${part}`, width, uniformLinear(width)), heads);
  const { attended } = attend(scope.g, project(visual, 'query'), project(text, 'key'), project(text, 'value'));
  return scope.g.add(visual, linear(scope, mergeHeads(scope, attended), `${name}.out`, width, uniformLinear(width)));
}

/** Dropout within TGFA's MLP; without training, the identity. */
export type Dropout = (x: Value, place: 'hidden' | 'output') => Value;

export interface GuidedFeature {
  /** [batch, width] */
  readonly feature: Value;
  /** The weights of the classified token on the visual tokens and on the texts, [batch, heads, 1, tokens]; null without the text step. */
  readonly attention: { readonly visual: Value; readonly text: Value | null };
}

/**
 * Text-guided fusion attention (equation 8) for the visual token in row 0, the one that is classified: the others only
 * serve as keys and values. Without its text step the query attends to the visual tokens directly.
 * @param visual [batch, n, width] @param text [batch, m, width]
 */
export function textGuidedFusionAttention(scope: ModelScope, visual: Value, text: () => Value, config: ModelConfig, dropout: Dropout): GuidedFeature {
  const { g } = scope;
  const [batch, , width] = visual.shape as [number, number, number];
  const normalize = (x: Value, name: string) => (config.preNorm ? layerNorm(scope, x, `fusion_model.${name}`, 1e-6) : x);
  const project = (x: Value, name: string) => splitHeads(scope, linear(scope, x, `fusion_model.attn.${name}`, width, uniformLinear(width)), config.fusionHeads);
  const seen = normalize(visual, 'attention_norm');
  const query = project(g.slice(seen, 1, 0, 1), 'query');
  const prefix = config.sharedKeyValue ? '' : 'text_';
  const guide = () => {
    const told = text();
    return attend(g, query, project(told, `${prefix}key`), project(told, `${prefix}value`));
  };
  const guided = config.modules.textGuidedAttention ? guide() : null;
  const fused = attend(g, guided?.attended ?? query, project(seen, 'key'), project(seen, 'value'));
  const attended = g.add(g.slice(visual, 1, 0, 1), linear(scope, mergeHeads(scope, fused.attended), 'fusion_model.attn.out', width, uniformLinear(width)));
  const hidden = g.gelu(linear(scope, normalize(attended, 'ffn_norm'), 'fusion_model.ffn.fc1', width * config.fusionMlpRatio, xavierLinear));
  const branch = dropout(linear(scope, dropout(hidden, 'hidden'), 'fusion_model.ffn.fc2', width, xavierLinear), 'output');
  return { feature: g.reshape(g.add(attended, branch), [batch, width]), attention: { visual: fused.weights, text: guided?.weights ?? null } };
}
