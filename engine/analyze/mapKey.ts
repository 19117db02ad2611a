import type { Split } from '../dataset/sticker.ts';
import type { ProjectionMethod } from '../train/runRecord.ts';

/** Whose features are laid out: the classified one, a stage's global token with, before or from its text, or the classified one of the untrained weights. */
export const featureSources = [
  'fused', 'fused.1', 'fused.2', 'fused.3', 'fused.4', 'visual.1', 'visual.2', 'visual.3', 'visual.4', 'text.1', 'text.2', 'text.3', 'text.4', 'untrained',
] as const;
export type FeatureSource = (typeof featureSources)[number];

export const mapSplits = ['test', 'validation', 'train', 'all'] as const;
export type MapSplit = Split | 'all';

/** `paper`: 100 stickers a class drawn by the seed, all of a class that has fewer (Figure 6). */
export type MapSample = 'all' | 'paper';

/** Everything that decides a map of a run. */
export interface MapKey {
  readonly split: MapSplit;
  readonly sample: MapSample;
  readonly features: FeatureSource;
  readonly method: ProjectionMethod;
  readonly seed: number;
}

/** A map's file in the run folder. */
export const mapFile = ({ split, sample, features, method, seed }: MapKey) => `map/${split}-${sample}-${features}-${method}-${seed}.json`;
