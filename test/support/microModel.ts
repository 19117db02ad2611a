import { presets } from '../../engine/train/presets.ts';
import type { TrainingConfig } from '../../engine/train/runConfig.ts';

/** Every part of MGHFT at the smallest sizes that keep its structure: spatial reduction, several heads, uneven depths. */
export const microTraining: TrainingConfig = {
  ...presets.tiny,
  batchSize: 4,
  threads: 1,
  model: {
    ...presets.tiny.model, imageSize: 32, positionSize: 64,
    widths: [8, 8, 16, 16], depths: [1, 2, 1, 1], heads: [1, 1, 2, 2], mlpRatios: [2, 2, 2, 2], reductions: [4, 2, 1, 1],
    keyTokenAlpha: 1, textWidth: 16, fusionWidth: 16, fusionHeads: 2, fusionMlpRatio: 2,
  },
};
