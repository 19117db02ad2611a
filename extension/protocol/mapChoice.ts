import type { MapKey } from './engine.ts';

export const mapColorings = ['label', 'prediction', 'outcome', 'confidence', 'agreement', 'split', 'topic', 'difference'] as const;
export type MapColoring = (typeof mapColorings)[number];

/** What a person chose to see in a Map panel. */
export interface MapChoice {
  readonly map: MapKey;
  /** The run whose map is drawn beside it, and whose predictions colour it; null for none. */
  readonly other: string | null;
  readonly coloring: MapColoring;
  /** Names of groups of this colouring that are not drawn. */
  readonly hidden: readonly string[];
}
