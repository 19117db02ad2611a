import { plainText } from '../plots/plainText.ts';
import { sequentialScale, type PlotTheme } from '../plots/plotTheme.ts';
import type { Plot } from '../plots/plotView.ts';
import { formatCount } from '../ui/formatNumber.ts';

export type CellUnit = 'counts' | 'rows' | 'columns';
export type ColorScale = 'linear' | 'log';
type Matrix = readonly (readonly number[])[];

export interface MatrixView {
  readonly confusion: Matrix;
  readonly classes: readonly string[];
  readonly unit: CellUnit;
  readonly scale: ColorScale;
  /** Stickers of the shared selection in each cell, which outline it. */
  readonly marked: Matrix;
}

/** Share of each row's stickers; a row without stickers is all zero. */
export function rowShares(confusion: Matrix): number[][] {
  return confusion.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total === 0 ? 0 : count / total));
  });
}

/** The same of each column. */
export function columnShares(confusion: Matrix): number[][] {
  const totals = confusion.map((_, column) => confusion.reduce((sum, row) => sum + row[column], 0));
  return confusion.map((row) => row.map((count, column) => (totals[column] === 0 ? 0 : count / totals[column])));
}

const shares = (confusion: Matrix, unit: 'rows' | 'columns'): number[][] => (unit === 'rows' ? rowShares(confusion) : columnShares(confusion));

/** What a cell shows: "12", or in per cent "34.5". */
export function cellTexts(confusion: Matrix, unit: CellUnit): string[][] {
  if (unit === 'counts') return confusion.map((row) => row.map(formatCount));
  return shares(confusion, unit).map((row) => row.map((share) => (share * 100).toFixed(1)));
}

/** What a cell's colour follows: its value, or log10(1 + value), which lets few among many be seen. */
function colorValues(confusion: Matrix, unit: CellUnit, scale: ColorScale): number[][] {
  const values = unit === 'counts' ? confusion.map((row) => [...row]) : shares(confusion, unit).map((row) => row.map((share) => share * 100));
  return scale === 'linear' ? values : values.map((row) => row.map((value) => Math.log10(1 + value)));
}

/** Heatmap with the labels as rows, top to bottom, and the predictions as columns. */
export function confusionPlot({ confusion, classes, unit, scale, marked }: MatrixView, theme: PlotTheme): Plot {
  const positions = classes.map((_, index) => index);
  const names = classes.map(plainText);
  const ticks = { tickmode: 'array' as const, tickvals: positions, ticktext: names, showgrid: false, zeroline: false, fixedrange: true };
  return {
    data: [{
      type: 'heatmap', x: positions, y: positions, z: colorValues(confusion, unit, scale), text: cellTexts(confusion, unit), texttemplate: '%{text}',
      colorscale: sequentialScale(theme), zmin: 0, xgap: 1, ygap: 1, showscale: false,
      customdata: confusion.map((row, label) => row.map((count, prediction) => `${names[label]} predicted as ${names[prediction]}: ${formatCount(count)}`)),
      hovertemplate: '%{customdata}<extra></extra>',
    }],
    layout: {
      margin: { l: 90, r: 40, t: 8, b: 60 },
      xaxis: { ...ticks, title: { text: 'predicted', standoff: 14 } },
      yaxis: { ...ticks, autorange: 'reversed', title: { text: 'label', standoff: 14 } },
      shapes: outlines(marked),
    },
  };
}

/** An orange that stands out from every blue of the scale, for people with any common colour blindness too. */
const outlineColor = '#e69f00';

const outlines = (marked: Matrix): NonNullable<Plot['layout']['shapes']> => marked.flatMap((row, label) => row.flatMap((stickers, prediction) => (stickers === 0 ? [] : [{
  type: 'rect' as const, x0: prediction - 0.48, x1: prediction + 0.48, y0: label - 0.48, y1: label + 0.48, line: { color: outlineColor, width: 3 },
}])));
