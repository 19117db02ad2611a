/** Sizes of one MGHFT. Stage lists run from stage 1 to 4. */
export interface ModelConfig {
  /** Side of the square input in pixels: a multiple of 32, such that every stage's grid divides by its reduction. */
  readonly imageSize: number;
  /** Side for which the position tables are made; interpolated where it differs from `imageSize`. */
  readonly positionSize: number;
  readonly classes: number;
  readonly widths: readonly [number, number, number, number];
  readonly depths: readonly [number, number, number, number];
  readonly heads: readonly [number, number, number, number];
  readonly mlpRatios: readonly [number, number, number, number];
  /** Spatial reduction of keys and values; 1 in the last stage. */
  readonly reductions: readonly [number, number, number, number];
  /** Key tokens a head: alpha times the reduction squared, at most all tokens of the stage. */
  readonly keyTokenAlpha: number;
  /** Width of a description's pooled features (768 for BERT-base). */
  readonly textWidth: number;
  readonly fusionWidth: number;
  readonly fusionHeads: number;
  readonly fusionMlpRatio: number;
  /** The modules of the paper's Table 3, each of which can be left out. */
  readonly modules: FusionModules;
  /** How text enters local and global tokens: by soft fusion, or by cross-attention with weights of its own (Figure 5, CA). */
  readonly fusion: 'soft' | 'cross-attention';
  /** The local text token of stage 4 in TGFA: its own T'_4, or stage 3's once more, as the released code has it. */
  readonly lastStageText: 'own' | 'previous';
  /** Whether TGFA's key and value weights are the same for text and visual tokens. */
  readonly sharedKeyValue: boolean;
  /** Whether TGFA normalises the visual tokens, and what enters its MLP. */
  readonly preNorm: boolean;
  /** Dropout rate within TGFA's MLP while training. */
  readonly fusionDropout: number;
}

/** Modules on or off. Off, the tokens pass them unchanged. */
export interface FusionModules {
  /** CL: the alignment loss of equations 4 to 6; off, the total is the cross entropy alone. */
  readonly alignment: boolean;
  /** GF: soft fusion of the four CLS tokens with the four texts. */
  readonly globalFusion: boolean;
  /** LF: soft fusion of a stage's key tokens with its text. */
  readonly localFusion: boolean;
  /** TGFA: off, the same attention block without its text step. */
  readonly textGuidedAttention: boolean;
}

/** Whether any module looks at the texts. */
export const readsTexts = ({ alignment, globalFusion, localFusion, textGuidedAttention }: FusionModules) => alignment || globalFusion || localFusion || textGuidedAttention;

/** Loss weights of equations 4 to 6 and 9. */
export interface LossConfig {
  /** Temperature of the contrastive loss (equation 4). */
  readonly temperature: number;
  /** Temperature of the MLCE similarities (equation 5). */
  readonly mlceTemperature: number;
  /** Lambda of equation 6. */
  readonly mlceWeight: number;
  /** The divergence of equation 5, over the whole batch (`sum`) or an average row (`mean`). */
  readonly mlceReduction: 'mean' | 'sum';
  /** Weight of the alignment loss in the total (equation 9). */
  readonly alignmentWeight: number;
}

/** Width of the shared space of stage-4 visual features and projected texts: PVT's last width. */
export const sharedWidth = (config: ModelConfig) => config.widths[3];

/** Patch side of each stage's embedding (PVT). */
export const patchSizes = [4, 2, 2, 2] as const;

/** Side of the token grid at stage 0..3. */
export function gridSide(imageSize: number, stage: number): number {
  return patchSizes.slice(0, stage + 1).reduce((side, patch) => side / patch, imageSize);
}

/** Key tokens a head at stage 0..3, as Local Re-Attention counts them: alpha sr^2, capped by the stage's tokens. */
export function keyTokensPerHead(config: ModelConfig, stage: number): number {
  return Math.min(config.keyTokenAlpha * config.reductions[stage] ** 2, gridSide(config.imageSize, stage) ** 2);
}
