import { sequentialScale, type PlotTheme } from '../plots/plotTheme.ts';
import type { Plot } from '../plots/plotView.ts';
import { formatCount } from '../ui/formatNumber.ts';

export type CellUnit = 'counts' | 'rows';

/** Share of each row's stickers; a row without stickers is all zero. */
export function rowShares(confusion: readonly (readonly number[])[]): number[][] {
  return confusion.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total === 0 ? 0 : count / total));
  });
}

/** What a cell shows: "12", or in row per cent "34.5". */
export function cellTexts(confusion: readonly (readonly number[])[], unit: CellUnit): string[][] {
  if (unit === 'counts') return confusion.map((row) => row.map(formatCount));
  return rowShares(confusion).map((row) => row.map((share) => (share * 100).toFixed(1)));
}

/** Heatmap with the labels as rows, top to bottom, and the predictions as columns. */
export function confusionPlot(confusion: readonly (readonly number[])[], classes: readonly string[], unit: CellUnit, theme: PlotTheme): Plot {
  const positions = classes.map((_, index) => index);
  const values = unit === 'counts' ? confusion.map((row) => [...row]) : rowShares(confusion).map((row) => row.map((share) => share * 100));
  const ticks = { tickmode: 'array' as const, tickvals: positions, ticktext: [...classes], showgrid: false, zeroline: false, fixedrange: true };
  return {
    data: [{
      type: 'heatmap', x: positions, y: positions, z: values, text: cellTexts(confusion, unit), texttemplate: '%{text}',
      colorscale: sequentialScale(theme), zmin: 0, xgap: 1, ygap: 1, showscale: false,
      customdata: confusion.map((row, label) => row.map((count, prediction) => `${classes[label]} predicted as ${classes[prediction]}: ${formatCount(count)}`)),
      hovertemplate: '%{customdata}<extra></extra>',
    }],
    layout: {
      margin: { l: 90, r: 8, t: 8, b: 60 },
      xaxis: { ...ticks, title: { text: 'predicted', standoff: 14 } },
      yaxis: { ...ticks, autorange: 'reversed', title: { text: 'label', standoff: 14 } },
    },
  };
}
