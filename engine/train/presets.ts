import type { TrainingConfig } from './runConfig.ts';
import type { Preset } from './runRecord.ts';

const optimizer = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.05 } as const;

/** Equations 4 to 6 and 9; the paper gives lambda 30 and weight 0.5, its code temperature 0.07 and, for MLCE, 1. */
const loss = { temperature: 0.07, mlceTemperature: 1, mlceWeight: 30, mlceReduction: 'mean', alignmentWeight: 0.5 } as const;

const paper: TrainingConfig = {
  seed: 1,
  epochs: 50,
  batchSize: 16,
  threads: 0,
  // The paper's rate; its two devices take 16 pictures each, and the released code scales by both.
  learningRate: 1e-3,
  learningRateBatch: 32,
  schedule: 'step',
  selection: 'validation',
  checkpointSeconds: 300,
  minimumLearningRate: 1e-5,
  warmupEpochs: 5,
  dropPath: 0.1,
  labelSmoothing: 0,
  classWeights: 'none',
  optimizer,
  augmentation: { minimumArea: 0.08, flip: 0.5, randAugment: 0, repeats: 1, evaluationCrop: 1 },
  loss,
  model: {
    imageSize: 448, positionSize: 224, classes: 7,
    widths: [64, 128, 320, 512], depths: [3, 4, 6, 3], heads: [1, 2, 5, 8], mlpRatios: [8, 8, 4, 4], reductions: [8, 4, 2, 1],
    keyTokenAlpha: 8, textWidth: 768, fusionWidth: 768, fusionHeads: 12, fusionMlpRatio: 4,
    modules: { alignment: true, globalFusion: true, localFusion: true, textGuidedAttention: true },
    fusion: 'soft', lastStageText: 'own', sharedKeyValue: true, preNorm: false, fusionDropout: 0,
  },
  text: { encoder: 'bert', layers: 12, heads: 12, maxLength: 512, vocabulary: 30522, pooling: 'pieces', views: ['intention', 'style', 'roles', 'details'] },
  pretrained: { vision: 'pvt-small', text: 'bert-base-uncased' },
};

/** PVT-tiny at 224, from scratch. */
const laptop: TrainingConfig = {
  ...paper,
  epochs: 30,
  learningRate: 3e-4,
  learningRateBatch: 0,
  augmentation: { ...paper.augmentation, minimumArea: 0.35 },
  model: { ...paper.model, imageSize: 224, depths: [2, 2, 2, 2], textWidth: 256 },
  text: { ...paper.text, encoder: 'seeded', layers: 2, heads: 4, maxLength: 96, vocabulary: 8192 },
  pretrained: { ...paper.pretrained, vision: 'none' },
};

/** Seconds an epoch on two cores: for trying things, for tests and for the sample dataset. */
const tiny: TrainingConfig = {
  ...laptop,
  epochs: 12,
  batchSize: 32,
  learningRate: 1e-3,
  warmupEpochs: 2,
  dropPath: 0,
  augmentation: { ...laptop.augmentation, minimumArea: 0.6 },
  model: {
    ...paper.model, imageSize: 96, positionSize: 96,
    widths: [32, 64, 128, 128], depths: [1, 1, 1, 1], heads: [1, 2, 4, 4], mlpRatios: [4, 4, 4, 4], reductions: [8, 4, 2, 1],
    keyTokenAlpha: 1, textWidth: 128, fusionWidth: 128, fusionHeads: 4, fusionMlpRatio: 2,
  },
  text: { ...laptop.text, maxLength: 64, vocabulary: 4096 },
};

/** Sizes and rates; where paper and released code differ they do as the paper says. */
export const presets: Readonly<Record<Preset, TrainingConfig>> = { paper, laptop, tiny };
