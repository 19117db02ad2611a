import type { Value } from '../graph/value.ts';
import { softFusion, textGuidedFusionAttention } from './fusion.ts';
import { layerNorm, linear, reluProjection } from './layers.ts';
import { sharedWidth, type ModelConfig } from './modelConfig.ts';
import type { ModelScope } from './parameters.ts';
import { pyramidVisionTransformer, type DropPath } from './pvt.ts';

export interface MghftFeatures {
  /** [batch, classes] */
  readonly logits: Value;
  /** The fused feature that is classified: [batch, fusionWidth]. */
  readonly feature: Value;
  /** What the alignment loss compares, a pair a stage: [batch, shared width] each. */
  readonly alignment: readonly { readonly visual: Value; readonly text: Value }[];
}

/**
 * Multi-granularity hierarchical fusion transformer (paper section 3, figure 2).
 * @param picture [batch, 3, side, side], ImageNet-normalised
 * @param text [batch, 4, textWidth]: pooled features of intention, style, roles, details, fused at stages 1 to 4
 */
export function mghft(scope: ModelScope, picture: Value, text: Value, config: ModelConfig, dropPath: DropPath): MghftFeatures {
  const { g, parameter } = scope;
  const shared = sharedWidth(config);
  const batch = picture.shape[0];
  const texts = linear(scope, text, 'l_proj', shared, 'xavier-uniform');
  const stages = pyramidVisionTransformer(scope, picture, config, dropPath).map(({ global, local }, stage) => {
    const number = stage + 1;
    const width = config.widths[stage];
    const token = g.slice(texts, 1, stage, stage + 1);
    const fitted = reluProjection(scope, token, `cross_proj${number}`, width, width);
    const fused = softFusion(g, local, fitted);
    const last = stage === 3;
    return {
      token,
      visual: last ? global : reluProjection(scope, global, `global_proj${number}`, width, shared),
      local: last ? fused : reluProjection(scope, fused, `local_proj${number}`, width, shared),
      localText: last ? fitted : reluProjection(scope, fitted, `local_proj${number}`, width, shared),
    };
  });
  const fromLast = stages.toReversed();
  const globals = g.concat(fromLast.map(({ visual }) => g.reshape(visual, [batch, 1, shared])), 1);
  const tokens = fromLast.map(({ token }) => token);
  const visual = g.concat([softFusion(g, globals, g.concat(tokens, 1)), ...fromLast.map(({ local }) => local)], 1);
  const projected = linear(scope, layerNorm(scope, visual, 'norm', 1e-6), 'v_proj', config.fusionWidth, 'xavier-uniform');
  const positions = parameter('pos_embed', [1, visual.shape[1], config.fusionWidth], { truncatedNormal: 0.02 });
  const textTokens = g.concat([...tokens, ...fromLast.map(({ localText }) => localText)], 1);
  const guidance = linear(scope, textTokens, 'vl_proj', config.fusionWidth, 'xavier-uniform');
  const feature = textGuidedFusionAttention(scope, g.add(projected, positions), guidance, config);
  return {
    logits: linear(scope, feature, 'head', config.classes, 'xavier-uniform'),
    feature,
    alignment: stages.map(({ visual: seen, token }) => ({ visual: seen, text: g.reshape(token, [batch, shared]) })),
  };
}
