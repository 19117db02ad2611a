import type { Recipe } from './runRecord.ts';

/**
 * What each recipe changes in a preset, as `--set` would. `paper`: nothing, presets do what the paper says, and choose where it
 * is silent. `released`: what the public code does, its slips included. ARCHITECTURE.md explains each line.
 */
export const recipes: Readonly<Record<Recipe, Readonly<Record<string, string>>>> = {
  paper: {},
  released: {
    'text.views': 'all,all,all,all',
    'text.pooling': 'positions',
    'model.lastStageText': 'previous',
    'model.preNorm': 'true',
    'model.fusionDropout': '0.1',
    'loss.mlceReduction': 'sum',
    labelSmoothing: '0.2',
    schedule: 'epoch',
    selection: 'test',
    'augmentation.randAugment': '9',
    'augmentation.repeats': '3',
    'augmentation.evaluationCrop': '0.875',
  },
};
