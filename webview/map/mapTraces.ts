import type { MapRecord } from '../../extension/protocol/engine.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import type { Plot } from '../plots/plotView.ts';
import { emotionColor } from '../ui/emotionColor.ts';

export type MapColoring = 'label' | 'prediction' | 'outcome';

type MapPoint = MapRecord['points'][number];

/** Shapes beside colours, for people who do not tell the colours apart. */
const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'x', 'star', 'triangle-down'] as const;

interface Group {
  readonly name: string;
  readonly color: string;
  readonly symbol: (typeof symbols)[number];
  readonly points: readonly MapPoint[];
}

/** The points of the map by what colours them; groups without points are left out. */
export function mapGroups(points: readonly MapPoint[], classes: readonly string[], coloring: MapColoring): Group[] {
  const groups: Group[] = coloring === 'outcome'
    ? [
      { name: 'right', color: '#0072b2', symbol: 'circle', points: points.filter((point) => point.label === point.prediction) },
      { name: 'wrong', color: '#d55e00', symbol: 'x', points: points.filter((point) => point.label !== point.prediction) },
    ]
    : classes.map((name, index) => ({
      name, color: emotionColor(index), symbol: symbols[index % symbols.length], points: points.filter((point) => point[coloring] === index),
    }));
  return groups.filter((group) => group.points.length > 0);
}

/** The map as one WebGL trace a group; `marked` stickers stand out from the others where there are any. */
export function mapPlot(points: readonly MapPoint[], classes: readonly string[], coloring: MapColoring, marked: ReadonlySet<string>, theme: PlotTheme): Plot {
  const axis = { showgrid: false, zeroline: false, showticklabels: false, showline: false, ticks: '' as const };
  return {
    data: mapGroups(points, classes, coloring).map((group) => ({
      type: 'scattergl', mode: 'markers', name: group.name,
      x: Float32Array.from(group.points, ({ x }) => x), y: Float32Array.from(group.points, ({ y }) => y),
      customdata: group.points.map(({ id }) => id),
      text: group.points.map((point) => `${point.id}<br>${classes[point.label]} predicted as ${classes[point.prediction]}`),
      hovertemplate: '%{text}<extra></extra>',
      marker: { color: group.color, symbol: group.symbol, size: points.length > 5000 ? 4 : 6, line: { width: 0.5, color: theme.background } },
      ...(marked.size > 0 ? { selectedpoints: group.points.flatMap((point, index) => (marked.has(point.id) ? [index] : [])) } : {}),
    })),
    layout: {
      dragmode: 'lasso', hovermode: 'closest', uirevision: 'map', margin: { l: 8, r: 8, t: 8, b: 8 },
      newselection: { line: { color: theme.foreground, width: 1, dash: 'dot' } },
      legend: { orientation: 'h', y: -0.02 },
      xaxis: axis, yaxis: { ...axis, scaleanchor: 'x' },
    },
  };
}
