import type { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';
import { geluMlp, linear, mergeHeads, splitHeads } from './layers.ts';
import type { ModelConfig } from './modelConfig.ts';
import type { ModelScope } from './parameters.ts';

/**
 * Soft fusion (equations 3 and 7): V + softmax(V T^T) T. With a single text row every softmax weight is 1, so it is V + T.
 * @param visual [batch, n, width] @param text [batch, m, width]
 */
export function softFusion(g: GraphBuilder, visual: Value, text: Value): Value {
  if (text.shape[1] === 1) return g.add(visual, text);
  return g.add(visual, g.matmul(g.softmax(g.matmul(visual, text, { transB: true })), text));
}

/**
 * Text-guided fusion attention (equation 8) for the visual token in row 0, the one that is classified: the others only
 * serve as keys and values. Key and value weights are shared by text and visual tokens, as the equation's W_k, W_v are.
 * @param visual [batch, n, width] @param text [batch, m, width] -> [batch, width]
 */
export function textGuidedFusionAttention(scope: ModelScope, visual: Value, text: Value, config: ModelConfig): Value {
  const { g } = scope;
  const [batch, , width] = visual.shape as [number, number, number];
  const heads = config.fusionHeads;
  const alpha = (width / heads) ** -0.5;
  const project = (x: Value, name: string) => splitHeads(scope, linear(scope, x, `fusion_model.attn.${name}`, width, 'xavier-uniform'), heads);
  const attend = (query: Value, key: Value, value: Value) => g.matmul(g.softmax(g.matmul(query, key, { transB: true, alpha })), value);
  const first = g.slice(visual, 1, 0, 1);
  const guided = attend(project(first, 'query'), project(text, 'key'), project(text, 'value'));
  const fused = attend(guided, project(visual, 'key'), project(visual, 'value'));
  const attended = g.add(first, linear(scope, mergeHeads(scope, fused), 'fusion_model.attn.out', width, 'xavier-uniform'));
  const output = g.add(attended, geluMlp(scope, attended, 'fusion_model.ffn', width * config.fusionMlpRatio, 'xavier-uniform'));
  return g.reshape(output, [batch, width]);
}
