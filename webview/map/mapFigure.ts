import type { MapView } from '../../extension/protocol/engine.ts';
import type { Figure } from '../plots/exportFigure.ts';
import type { MapGroup } from './mapGroups.ts';
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
