import type { HeatKind, StageAttention } from '../../../extension/protocol/engine.ts';
import { formatPercent } from '../../ui/formatNumber.ts';

export const heatKinds: readonly { readonly value: HeatKind; readonly label: string; readonly title: string }[] = [
  { value: 'attention', label: 'attention', title: 'From all tokens of the stage\'s last layer, mean over heads' },
  { value: 'importance', label: 'key tokens', title: 'What chooses the key tokens' },
  { value: 'decision', label: 'decision', title: 'Attention weighted by the slope of a class\'s logit: the only map that depends on the texts' },
];

const places = ['upper left', 'upper middle', 'upper right', 'middle left', 'centre', 'middle right', 'lower left', 'lower middle', 'lower right'] as const;
const strongest = 3;

/** In which ninth of the picture the model saw a cell's centre lies. */
function placeOf(cell: number, side: number): string {
  const third = (at: number): number => Math.min(2, Math.floor(((at + 0.5) * 3) / side));
  return places[third(Math.floor(cell / side)) * 3 + third(cell % side)];
}

/** Where a map is strongest, for those who do not see it: "Stage 4: upper middle 23.0 %, centre 9.1 % in the 3 strongest of 196 cells". */
export function heatWords({ stage, side, heat }: Pick<StageAttention, 'stage' | 'side' | 'heat'>, kind: HeatKind): string {
  const values = heat[kind];
  const cells = [...values.keys()].filter((cell) => values[cell] > 0).toSorted((a, b) => values[b] - values[a]).slice(0, strongest);
  if (cells.length === 0) return `Stage ${stage}: nothing it attends to speaks for the class.`;
  const shares = new Map<string, number>();
  for (const cell of cells) shares.set(placeOf(cell, side), (shares.get(placeOf(cell, side)) ?? 0) + values[cell]);
  return `Stage ${stage}: ${[...shares].map(([place, share]) => `${place} ${formatPercent(share)}`).join(', ')} in the ${cells.length} strongest of ${values.length} cells.`;
}
