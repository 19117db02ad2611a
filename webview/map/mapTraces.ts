import { plainText } from '../plots/plainText.ts';
import type { Data, Layout } from '../plots/plotly.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import type { MapGroup } from './mapGroups.ts';

/** Where a map's points lie. */
export interface MapPoints {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** One hue, every step of which stands out from the background. */
const pointScale = (theme: PlotTheme): [number, string][] =>
  (theme.dark ? [[0, '#1b5f8a'], [0.5, '#4aa8e0'], [1, '#f0f9ff']] : [[0, '#a8cfe8'], [0.5, '#3f8fc4'], [1, '#08306b']]);

/** Diameter in px: so many points lie on each other. */
const sizeOf = (points: number): number => (points > 20_000 ? 3 : points > 5000 ? 4 : 6);

/** A trace a group, in WebGL (`scattergl`) or as one element a point; a point's `customdata` is its index in the map. */
export function mapTraces({ x, y }: MapPoints, groups: readonly MapGroup[], type: 'scattergl' | 'scatter', theme: PlotTheme): Data[] {
  return groups.map(({ name, color, symbol, points, values }) => ({
    type, mode: 'markers', name: plainText(name), customdata: points as unknown as number[], hoverinfo: 'none', showlegend: values === null,
    x: Float32Array.from(points, (point) => x[point]), y: Float32Array.from(points, (point) => y[point]),
    marker: {
      symbol, size: sizeOf(x.length), opacity: 1,
      // An edge costs as much as the point itself; an open circle is nothing but one.
      line: symbol === 'circle-open' ? { width: 1 } : { width: x.length > 5000 ? 0 : 0.5, color: theme.background },
      ...(values === null ? { color } : {
        color: values as unknown as number[], colorscale: pointScale(theme), cmin: 0, cmax: 1, showscale: true,
        colorbar: { thickness: 12, len: 0.8, outlinewidth: 0, tickformat: '.0%', tickcolor: theme.foreground },
      }),
    },
    // The shared selection is marked on top, not by fading the others.
    selected: { marker: { opacity: 1 } }, unselected: { marker: { opacity: 1 } },
  }));
}

const axis = { showgrid: false, zeroline: false, showticklabels: false, showline: false, ticks: '' } as const;

/** One unit is as long up as across: neither method gives axes a meaning of their own. */
export const mapLayout: Partial<Layout> = { margin: { l: 8, r: 8, t: 8, b: 8 }, xaxis: axis, yaxis: { ...axis, scaleanchor: 'x' } };
