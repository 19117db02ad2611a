import type { StickerView, View } from '../../../extension/protocol/engine.ts';
import { views, viewTitles } from '../../ui/descriptionWords.ts';

/** What stands beside the sticker's own maps: nothing, the same model with no description or a single one, or another run. */
export type Against = 'nothing' | 'blank' | 'run' | View;

export const againstOptions: readonly { readonly value: Against; readonly label: string }[] = [
  { value: 'nothing', label: 'nothing beside it' },
  { value: 'blank', label: 'beside: without descriptions' },
  ...views.map((view) => ({ value: view, label: `beside: only ${viewTitles[view]}` })),
  { value: 'run', label: 'beside: another run' },
];

/** The descriptions that the maps beside are made with; null: the sticker's own. */
export function descriptionsFor(against: Against, own: StickerView['descriptions']): StickerView['descriptions'] | null {
  if (against === 'run' || against === 'nothing') return null;
  return against === 'blank' ? {} : { [against]: own[against] ?? '' };
}

export const againstWords = (against: Against): string => againstOptions.find(({ value }) => value === against)!.label.replace('beside: ', '');
