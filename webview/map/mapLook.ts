import type { MapColoring } from '../../extension/protocol/mapChoice.ts';
import type { Zoom } from '../plots/plotArea.ts';
import type { MapNames } from './mapGroups.ts';

/** How maps are looked at: the same for two side by side. */
export interface MapLook {
  readonly coloring: MapColoring;
  /** Names of groups that are not drawn. */
  readonly hidden: ReadonlySet<string>;
  /** The shared selection. */
  readonly selected: ReadonlySet<string>;
  /** What the search found; null where nothing is searched for. */
  readonly found: ReadonlySet<string> | null;
  readonly names: MapNames;
  /** What both maps span, so that they show the same part of the plane; null for one map. */
  readonly span: Zoom | null;
}

const names: Readonly<Record<MapColoring, string>> = {
  label: 'label', prediction: 'prediction', outcome: 'right / wrong', confidence: 'confidence', agreement: 'vote agreement', split: 'split', topic: 'topic', difference: 'run difference',
};

export const coloringName = (coloring: MapColoring): string => names[coloring];
