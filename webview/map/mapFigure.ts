import type { MapView, RunView } from '../../extension/protocol/engine.ts';
import type { Figure } from '../plots/exportFigure.ts';
import type { MapGroup } from './mapGroups.ts';
import { coloringName, type MapLook } from './mapLook.ts';
import { mapLayout, mapTraces } from './mapTraces.ts';
import { mapFacts, methodName } from './mapWords.ts';

/** Points above which a drawing of one element each grows beyond what a browser opens well: they are painted. */
const mostElements = 10_000;

/** A map for print, with all that decides it. `by`: what colours the points. */
export const mapFigure = (view: MapView, groups: readonly MapGroup[], by: string, caption: string): Figure => ({
  title: `${methodName(view.method)} of the features, by ${by}`, caption: `${caption}; ${mapFacts(view)}`, width: 760, height: 640,
  draw: (theme) => ({
    data: mapTraces(view, groups, view.ids.length > mostElements ? 'scattergl' : 'scatter', theme),
    layout: { ...mapLayout, showlegend: groups.some(({ values }) => values === null), legend: { orientation: 'h', y: -0.02, itemsizing: 'constant' } },
  }),
});

/** The map as it is looked at: hidden groups are left out. */
export function lookedAtFigure(view: MapView, groups: readonly MapGroup[], { coloring, hidden, names }: MapLook, { name, preset, recipe }: RunView): Figure {
  const against = coloring === 'difference' ? `, compared with ${names.isOther ? names.run : names.other}` : '';
  return mapFigure(view, groups.filter((group) => !hidden.has(group.name)), coloringName(coloring), `Run ${name}, preset ${preset}, recipe ${recipe}${against}`);
}
