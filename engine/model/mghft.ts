import type { Value } from '../graph/value.ts';
import { crossAttentionFusion, softFusion, textGuidedFusionAttention, type Dropout, type GuidedFeature } from './fusion.ts';
import { layerNorm, linear, reluProjection } from './layers.ts';
import { sharedWidth, type ModelConfig } from './modelConfig.ts';
import { small, xavierLinear, type ModelScope } from './parameters.ts';
import { pyramidVisionTransformer, type DropPath, type StageFeatures } from './pvt.ts';

/** A stage's global token, [batch, shared width]. Text and fused are added when asked for: what no module uses has no parameters (`readsTexts`). */
export interface StageTokens {
  /** V_g, before its text. */
  readonly visual: Value;
  readonly text: () => Value;
  /** h'_g, V_g after the global fusion: where that is off, V_g. */
  readonly fused: () => Value;
}

/** What the stages' features and the texts come to. */
export interface FusedFeatures {
  /** [batch, classes] */
  readonly logits: Value;
  /** The fused feature that is classified: [batch, fusionWidth]. */
  readonly feature: Value;
  /** Of stages 1 to 4. */
  readonly stages: readonly StageTokens[];
  /** What the alignment loss compares, a pair a stage: [batch, shared width] each. Empty where the loss is left out. */
  readonly alignment: readonly { readonly visual: Value; readonly text: Value }[];
  /** TGFA's weights, from stage 4 down: on the CLS tokens and then the key tokens of each stage; on the texts T and then T' of each stage. */
  readonly attention: GuidedFeature['attention'];
}

export interface MghftFeatures extends FusedFeatures {
  /** The key tokens of each stage: see `chooseKeyTokens`. */
  readonly chosen: readonly Value[];
}

/** What training does at random. */
export interface Noise {
  readonly dropPath: DropPath;
  readonly dropout: Dropout;
}

export const noNoise: Noise = { dropPath: (x) => x, dropout: (x) => x };

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function onceAStage(make: (stage: number) => Value): (stage: number) => Value {
  const stages = [0, 1, 2, 3].map((stage) => once(() => make(stage)));
  return (stage) => stages[stage]();
}

/**
 * Multi-granularity hierarchical fusion transformer (paper section 3, figure 2).
 * @param picture [batch, 3, side, side], ImageNet-normalised
 * @param text [batch, 4, textWidth]: pooled features T1 to T4 of the descriptions fused at stages 1 to 4
 */
export function mghft(scope: ModelScope, picture: Value, text: Value, config: ModelConfig, noise: Noise): MghftFeatures {
  const stages = pyramidVisionTransformer(scope, picture, config, noise.dropPath);
  return { ...fuseStages(scope, stages, text, config, noise.dropout), chosen: stages.map(({ chosen }) => chosen) };
}

/** All of it that sees the texts. @param seen the backbone's stages 1 to 4 @param text as in `mghft` */
export function fuseStages(scope: ModelScope, seen: readonly Pick<StageFeatures, 'global' | 'local'>[], text: Value, config: ModelConfig, dropout: Dropout): FusedFeatures {
  const { g, parameter } = scope;
  const { modules } = config;
  const shared = sharedWidth(config);
  const batch = text.shape[0];
  // Each is added when a module first asks for it: what no module uses has no parameters.
  const texts = once(() => linear(scope, text, 'l_proj', shared, xavierLinear));
  const token = onceAStage((stage) => g.slice(texts(), 1, stage, stage + 1));
  const fitted = onceAStage((stage) => reluProjection(scope, token(stage), `cross_proj${stage + 1}`, config.widths[stage], config.widths[stage]));
  const fuse = (visual: Value, told: Value, name: string, heads: number) => (config.fusion === 'soft' ? softFusion(g, visual, told) : crossAttentionFusion(scope, visual, told, name, heads));
  const outwards = (x: Value, name: string, stage: number) => (stage === 3 ? x : reluProjection(scope, x, `${name}${stage + 1}`, config.widths[stage], shared));
  const stages = seen.map(({ global, local }, stage) => {
    const fused = modules.localFusion ? fuse(local, fitted(stage), `local_fusion${stage + 1}`, config.heads[stage]) : local;
    return { stage, visual: outwards(global, 'global_proj', stage), local: outwards(fused, 'local_proj', stage) };
  });
  const fromLast = stages.toReversed();
  const tokens = once(() => g.concat(fromLast.map(({ stage }) => token(stage)), 1));
  const localText = onceAStage((stage) => outwards(fitted(stage), 'local_proj', stage));
  const guidance = () => {
    const locals = fromLast.map(({ stage }) => localText(stage === 3 && config.lastStageText === 'previous' ? 2 : stage));
    return linear(scope, g.concat([tokens(), ...locals], 1), 'vl_proj', config.fusionWidth, xavierLinear);
  };
  const globals = g.concat(fromLast.map(({ visual }) => g.reshape(visual, [batch, 1, shared])), 1);
  const fusedGlobals = modules.globalFusion ? fuse(globals, tokens(), 'global_fusion', config.heads[3]) : globals;
  const visual = g.concat([fusedGlobals, ...fromLast.map(({ local }) => local)], 1);
  const projected = linear(scope, layerNorm(scope, visual, 'norm', 1e-6), 'v_proj', config.fusionWidth, xavierLinear);
  const positions = parameter('pos_embed', [1, visual.shape[1], config.fusionWidth], small);
  const { feature, attention } = textGuidedFusionAttention(scope, g.add(projected, positions), guidance, config, dropout);
  return {
    logits: linear(scope, feature, 'head', config.classes, xavierLinear),
    feature,
    stages: stages.map(({ visual: own, stage }) => ({
      visual: own,
      text: () => g.reshape(token(stage), [batch, shared]),
      fused: () => g.reshape(g.slice(fusedGlobals, 1, 3 - stage, 4 - stage), [batch, shared]),
    })),
    alignment: modules.alignment ? stages.map(({ visual: own, stage }) => ({ visual: own, text: g.reshape(token(stage), [batch, shared]) })) : [],
    attention,
  };
}
