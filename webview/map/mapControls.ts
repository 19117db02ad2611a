import { html, type TemplateResult } from 'lit';
import type { FeatureSource, MapKey, RunView } from '../../extension/protocol/engine.ts';
import { mapColorings, type MapColoring } from '../../extension/protocol/mapChoice.ts';
import { dropdown, textField } from '../ui/kit.ts';
import { toggleGroup } from '../ui/toggleGroup.ts';
import { coloringName } from './mapLook.ts';
import { featureName } from './mapWords.ts';

const sources: readonly FeatureSource[] = [
  'fused', 'fused.1', 'fused.2', 'fused.3', 'fused.4', 'visual.1', 'visual.2', 'visual.3', 'visual.4', 'text.1', 'text.2', 'text.3', 'text.4', 'untrained',
];

export interface MapControls {
  readonly map: MapKey;
  /** As typed, which may be no seed. */
  readonly seed: string;
  readonly coloring: MapColoring;
  readonly other: string | null;
  /** The runs that can be shown beside this one. */
  readonly others: readonly RunView[];
  readonly onMap: (change: Partial<MapKey>) => void;
  readonly onSeed: (typed: string) => void;
  readonly onColoring: (coloring: MapColoring) => void;
  readonly onOther: (run: string | null) => void;
}

/** Nothing but digits, and small enough to be exact. */
export function seedOf(typed: string): number | null {
  const seed = /^\s*\d+\s*$/.test(typed) ? Number(typed) : NaN;
  return Number.isSafeInteger(seed) ? seed : null;
}

const named = (name: string, control: TemplateResult): TemplateResult => html`<div class="map-control"><span aria-hidden="true">${name}</span>${control}</div>`;

/** Which map is shown, and how it is coloured. */
export const mapControls = ({ map, seed, coloring, other, others, onMap, onSeed, onColoring, onOther }: MapControls): TemplateResult => html`
  <div class="toolbar map-controls">
    ${named('Split', toggleGroup({ label: 'Split', testId: 'map-split', chosen: [map.split], options: (['test', 'validation', 'train', 'all'] as const).map((value) => ({ value, label: value })),
      onToggle: (split) => { onMap({ split }); } }))}
    ${named('Stickers', toggleGroup({ label: 'Stickers', testId: 'map-sample', chosen: [map.sample],
      options: [{ value: 'all', label: 'all' }, { value: 'paper', label: '100 a class', title: 'As Figure 6 of the paper: 100 of each class, drawn by the seed, and all of a class that has fewer' }],
      onToggle: (sample) => { onMap({ sample }); } }))}
    ${named('Features', dropdown({ label: 'Features', testId: 'map-features', value: map.features, options: sources.map((value) => ({ value, label: featureName(value) })),
      onChange: (value) => { onMap({ features: value as FeatureSource }); } }))}
    ${named('Method', toggleGroup({ label: 'Method', testId: 'map-method', chosen: [map.method], options: [{ value: 'tsne', label: 't-SNE' }, { value: 'pca', label: 'PCA' }], onToggle: (method) => { onMap({ method }); } }))}
    ${named('Seed', html`<span class="map-seed">${textField({ label: 'Seed of the sample and of t-SNE', testId: 'map-seed', value: seed, onInput: onSeed })}</span>`)}
    ${named('Colour by', dropdown({ label: 'Colour by', testId: 'map-coloring', value: coloring,
      options: mapColorings.filter((each) => each !== 'difference' || other !== null).map((value) => ({ value, label: coloringName(value) })), onChange: (value) => { onColoring(value as MapColoring); } }))}
    ${others.length === 0 ? '' : named('Beside', dropdown({ label: 'Run shown beside', testId: 'map-other', value: other ?? '', options: [{ value: '', label: 'no other run' }, ...others.map(({ run, name }) => ({ value: run, label: name }))],
      onChange: (value) => { onOther(value === '' ? null : value); } }))}
  </div>
  ${seedOf(seed) === null ? html`<p class="note" role="status" data-testid="seed-note">A seed is a whole number, such as 1. The map shown has seed ${map.seed}.</p>` : ''}`;
